package thunderpool.dashboard.http.admin;

import thunderpool.bitcoin.MalformedException;
import thunderpool.bitcoin.Script;
import thunderpool.dashboard.view.Accounts;

/** What bans are about, in the words of people: scripts as addresses. */
final class Subjects {

    private Subjects() {}

    static String readable(String subject, Accounts accounts) {
        int hex = subject.lastIndexOf(':');
        boolean ofAccount = subject.startsWith("account:") || subject.startsWith("pair:");
        if (!ofAccount || hex < 0) {
            return subject;
        }
        try {
            Script script = Script.ofHex(subject.substring(hex + 1));
            return subject.substring(0, hex + 1) + accounts.text(script.bytes());
        } catch (MalformedException notHex) {
            return subject;
        }
    }
}
