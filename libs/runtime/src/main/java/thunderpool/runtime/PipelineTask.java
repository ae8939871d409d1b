package thunderpool.runtime;

import thunderpool.topics.Topic;

/** What a pipeline works on, over all its sessions with the broker. */
record PipelineTask<I>(Topic<I> input, PipelineCore<I> core, FeedProgress progress, FeedAlarms alarms) {}
