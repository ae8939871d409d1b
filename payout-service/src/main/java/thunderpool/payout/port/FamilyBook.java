package thunderpool.payout.port;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import thunderpool.bitcoin.Hash256;
import thunderpool.bitcoin.OutPoint;
import thunderpool.bitcoin.Script;
import thunderpool.payout.order.Attempt;
import thunderpool.payout.order.Family;

/** Families, their attempts and the inputs they own. */
public interface FamilyBook {

    List<Family> open();

    Optional<Family> find(Hash256 id);

    /** Reserves the inputs and binds the orders; refuses an input or an order that any family owns already. */
    void insert(Family family);

    /** Refuses a number that the family has already. */
    void addAttempt(Hash256 familyId, Attempt attempt);

    void markAccepted(Hash256 txid);

    /** Ends the watch; every attempt but the winner is ruled out for good. */
    void close(Hash256 familyId, Hash256 winner);

    /** Ends the watch with no winner; the inputs are free again. */
    void bury(Hash256 familyId);

    /** Those of these transactions that are attempts ruled out for good. */
    Set<Hash256> ruledOut(Set<Hash256> txids);

    /** Those of these transactions that are attempts of ours. */
    Set<Hash256> ours(Set<Hash256> txids);

    /** Inputs that families own. */
    Set<OutPoint> reserved();

    /** A fresh change script that no stored attempt uses yet. */
    Optional<Script> spareChange();

    void keepSpareChange(Script script);

    void dropSpareChange();
}
