package thunderpool.template;

import java.time.Clock;
import java.util.UUID;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import thunderpool.runtime.ServiceApplication;
import thunderpool.runtime.ServiceDatabase;
import thunderpool.runtime.ServiceMain;
import thunderpool.template.http.BlocksResource;

/** template-service by itself. */
@ServiceApplication
@ServiceDatabase
@Import({TemplateWiring.class, BlocksResource.class})
public class TemplateApplication {

    public static void main(String[] args) {
        ServiceMain.run(TemplateApplication.class, "template", args);
    }

    @Bean
    HostTime hostTime() {
        return new HostTime(
                Clock.systemUTC(),
                System::nanoTime,
                Thread::sleep,
                UUID.randomUUID().toString());
    }
}
