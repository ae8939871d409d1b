package thunderpool.payout;

import org.springframework.context.annotation.Import;
import thunderpool.runtime.ServiceApplication;
import thunderpool.runtime.ServiceDatabase;
import thunderpool.runtime.ServiceMain;

/** Payout-service as a process of its own. */
@ServiceApplication
@ServiceDatabase
@Import({PayoutStorageWiring.class, PayoutWiring.class})
public class PayoutApplication {

    public static void main(String[] args) {
        ServiceMain.run(PayoutApplication.class, "payout", args);
    }
}
