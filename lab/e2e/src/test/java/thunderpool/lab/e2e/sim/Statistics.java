package thunderpool.lab.e2e.sim;

/** What a world went through. */
record Statistics(
        long steps,
        int acked,
        int credited,
        int refused,
        int unanswered,
        int blocks,
        int orphans,
        int reorganizations,
        int epochs,
        int paid,
        int returned,
        int crashes,
        int moved,
        int redeliveries,
        int repeats,
        int replays,
        int fenced) {

    @Override
    public String toString() {
        return "%d steps: %d shares acked, %d credited, %d refused, %d unanswered; %d blocks (%d orphans, %d reorgs), %d epochs;"
                        .formatted(
                                steps, acked, credited, refused, unanswered, blocks, orphans, reorganizations, epochs)
                + " %d payouts paid, %d returned; %d crashes, %d sessions moved, %d redeliveries, %d repeats, %d replays, %d fenced"
                        .formatted(paid, returned, crashes, moved, redeliveries, repeats, replays, fenced);
    }
}
