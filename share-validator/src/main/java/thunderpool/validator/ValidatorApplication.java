package thunderpool.validator;

import org.springframework.context.annotation.Import;
import thunderpool.runtime.ServiceApplication;
import thunderpool.runtime.ServiceMain;

/** Share-validator as a process of its own. */
@ServiceApplication
@Import(ValidatorWiring.class)
public class ValidatorApplication {

    public static void main(String[] args) {
        ServiceMain.run(ValidatorApplication.class, "validator", args);
    }
}
