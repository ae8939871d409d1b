package thunderpool.standalone;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import thunderpool.topics.Principal;

/** The six services, in the order they start. */
public enum Service {
    TEMPLATE(Principal.TEMPLATE, "template-service", 8083, "thunderpool.template.TemplateApplication", true),
    VALIDATOR(Principal.VALIDATOR, "share-validator", 8082, "thunderpool.validator.ValidatorApplication", false),
    ACCOUNTING(Principal.ACCOUNTING, "accounting-service", 8084, "thunderpool.accounting.AccountingApplication", true),
    PAYOUT(Principal.PAYOUT, "payout-service", 8085, "thunderpool.payout.PayoutApplication", true),
    DASHBOARD(Principal.DASHBOARD, "dashboard-api", 8080, "thunderpool.dashboard.DashboardApplication", true),
    GATEWAY(Principal.GATEWAY, "stratum-gateway", 8081, "thunderpool.gateway.GatewayApplication", false);

    private final Principal principal;
    private final String module;
    private final int managementPort;
    private final String mainClass;
    private final boolean keepsSchema;

    Service(Principal principal, String module, int managementPort, String mainClass, boolean keepsSchema) {
        this.principal = principal;
        this.module = module;
        this.managementPort = managementPort;
        this.mainClass = mainClass;
        this.keepsSchema = keepsSchema;
    }

    public Principal principal() {
        return principal;
    }

    public String label() {
        return principal.label();
    }

    /** Its folder, and its name for {@code ./pool service}. */
    String module() {
        return module;
    }

    int managementPort() {
        return managementPort;
    }

    /** The service's own Spring Boot application. */
    public String mainClass() {
        return mainClass;
    }

    public boolean keepsSchema() {
        return keepsSchema;
    }

    /** @throws IllegalArgumentException naming all services */
    public static Service ofLabel(String label) {
        for (Service service : values()) {
            if (service.label().equals(label.toLowerCase(Locale.ROOT))) {
                return service;
            }
        }
        throw new IllegalArgumentException("no service '" + label + "'; there are "
                + Arrays.stream(values()).map(Service::label).collect(Collectors.joining(", ")));
    }
}
