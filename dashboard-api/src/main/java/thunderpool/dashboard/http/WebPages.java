package thunderpool.dashboard.http;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.Resource;
import org.springframework.http.CacheControl;
import org.springframework.web.servlet.config.annotation.ResourceHandlerRegistry;
import org.springframework.web.servlet.config.annotation.ViewControllerRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import org.springframework.web.servlet.resource.EncodedResourceResolver;
import org.springframework.web.servlet.resource.PathResourceResolver;

/**
 * Serves the built web pages: hashed assets forever, everything else checked anew at each visit, and the one page for
 * every path that is neither a file nor the API's, because the pages have addresses of their own in the browser.
 */
public final class WebPages implements WebMvcConfigurer {

    private static final String FOLDER = "classpath:/dashboard/web/";
    private static final String PAGE = "index.html";

    @Override
    public void addResourceHandlers(ResourceHandlerRegistry registry) {
        registry.addResourceHandler("/assets/**")
                .addResourceLocations(FOLDER + "assets/")
                .setCacheControl(
                        CacheControl.maxAge(365, TimeUnit.DAYS).cachePublic().immutable())
                .resourceChain(true)
                .addResolver(new EncodedResourceResolver())
                .addResolver(new PathResourceResolver());
        registry.addResourceHandler("/**")
                .addResourceLocations(FOLDER)
                .setCacheControl(CacheControl.noCache())
                .resourceChain(false)
                .addResolver(new EncodedResourceResolver())
                .addResolver(new FileOrPage());
    }

    /** The root is no path below the folder, so no resource handler answers for it. */
    @Override
    public void addViewControllers(ViewControllerRegistry registry) {
        registry.addViewController("/").setViewName("forward:/" + PAGE);
    }

    /** A missing file stays missing: only what looks like a page's address is answered with the page. */
    static boolean isPage(String path) {
        return !path.equals("api")
                && !path.startsWith("api/")
                && !path.startsWith("api-docs")
                && !path.startsWith("swagger-ui")
                && !path.startsWith("actuator")
                && !path.substring(path.lastIndexOf('/') + 1).contains(".");
    }

    private static final class FileOrPage extends PathResourceResolver {
        @Override
        protected @Nullable Resource getResource(String path, Resource location) throws IOException {
            Resource file = path.isEmpty() || path.endsWith("/") ? null : super.getResource(path, location);
            return file != null || !isPage(path) ? file : super.getResource(PAGE, location);
        }
    }
}
