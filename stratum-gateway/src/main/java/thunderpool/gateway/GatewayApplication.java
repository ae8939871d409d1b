package thunderpool.gateway;

import org.springframework.context.annotation.Import;
import thunderpool.runtime.ServiceApplication;
import thunderpool.runtime.ServiceMain;

/** The stratum gateway as a process of its own. */
@ServiceApplication
@Import({GatewayWiring.class, PeopleWiring.class, OpeningWiring.class})
public class GatewayApplication {

    public static void main(String[] args) {
        ServiceMain.run(GatewayApplication.class, "gateway", args);
    }
}
