package thunderpool.accounting;

import java.util.Optional;
import thunderpool.bitcoin.Hash256;
import thunderpool.topics.CommandAnswered;

/** What operators' commands were answered, by the command's id: asked again, a command gets the same answer. */
public interface CommandAnswers {

    Optional<CommandAnswered> find(Hash256 commandId);

    void add(CommandAnswered answer);
}
