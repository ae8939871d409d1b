package thunderpool.dashboard.http;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.io.IOException;

/**
 * {@code /api/v1/X} is {@code /api/X}: clients may name the version they were written for, and everything behind this
 * filter, the guards included, sees one path. It must be the first filter.
 */
public final class VersionAlias implements Filter {

    private static final String VERSIONED = "/api/v1/";
    private static final String PLAIN = "/api/";

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        boolean versioned = request instanceof HttpServletRequest http
                && http.getRequestURI().startsWith(VERSIONED);
        chain.doFilter(versioned ? new Plain((HttpServletRequest) request) : request, response);
    }

    private static final class Plain extends HttpServletRequestWrapper {
        private Plain(HttpServletRequest request) {
            super(request);
        }

        private static String plain(String path) {
            return path.startsWith(VERSIONED) ? PLAIN + path.substring(VERSIONED.length()) : path;
        }

        @Override
        public String getRequestURI() {
            return plain(super.getRequestURI());
        }

        @Override
        public String getServletPath() {
            return plain(super.getServletPath());
        }

        @Override
        public StringBuffer getRequestURL() {
            StringBuffer url = super.getRequestURL();
            int at = url.indexOf(VERSIONED);
            return at < 0 ? url : url.replace(at, at + VERSIONED.length(), PLAIN);
        }
    }
}
