package thunderpool.accounting;

import org.springframework.context.annotation.Import;
import thunderpool.runtime.ServiceApplication;
import thunderpool.runtime.ServiceDatabase;
import thunderpool.runtime.ServiceMain;

/** Accounting as a process of its own. */
@ServiceApplication
@ServiceDatabase
@Import({AccountingStorageWiring.class, AccountingWiring.class})
public class AccountingApplication {

    public static void main(String[] args) {
        ServiceMain.run(AccountingApplication.class, "accounting", args);
    }
}
