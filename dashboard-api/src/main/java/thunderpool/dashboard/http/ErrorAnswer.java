package thunderpool.dashboard.http;

import java.nio.charset.StandardCharsets;

/**
 * What somebody is told whose request no resource answered: a page in the pool's look, or problem+json below /api. It says
 * nothing of what the service is made of, and repeats nothing of the request.
 *
 * @param status of HTTP, 400 to 599
 */
record ErrorAnswer(int status, boolean json) {

    private static final int UNAVAILABLE = 500;

    /** @param path as it was asked for, which may be no proper path */
    static ErrorAnswer of(int status, String path) {
        return new ErrorAnswer(status, isForPrograms(path));
    }

    private static boolean isForPrograms(String path) {
        return path.equals("/api") || path.startsWith("/api/") || path.startsWith("/actuator");
    }

    String contentType() {
        return json ? "application/problem+json" : "text/html;charset=UTF-8";
    }

    byte[] body() {
        return (json ? problem() : page()).getBytes(StandardCharsets.UTF_8);
    }

    private String title() {
        return switch (status) {
            case 400 -> "This address can not be read";
            case 404 -> "Nothing is here";
            case 405 -> "This can not be done here";
            default -> status < UNAVAILABLE ? "This was not possible" : "This can not be shown at the moment";
        };
    }

    private String detail() {
        return switch (status) {
            case 400 -> "Something in it is no proper web address: perhaps a % without two hex digits behind it.";
            case 404 -> "No page and no file has this address; /api-docs lists the paths of the API.";
            case 405 -> "This address does not know the method of the request.";
            default ->
                status < UNAVAILABLE
                        ? "The request was not understood, or is not allowed."
                        : "Please try again in a moment. Mining and payouts do not depend on these pages.";
        };
    }

    private String problem() {
        return "{\"title\":\"" + title() + "\",\"status\":" + status + ",\"detail\":\"" + detail() + "\"}";
    }

    private String page() {
        return """
                <!doctype html>
                <html lang="en">
                <head>
                <meta charset="utf-8">
                <meta name="viewport" content="width=device-width, initial-scale=1">
                <meta name="color-scheme" content="light dark">
                <title>%1$s</title>
                <link rel="icon" href="/icon.svg" type="image/svg+xml">
                <link rel="stylesheet" href="/error.css">
                <script src="/theme.js"></script>
                </head>
                <body>
                <main>
                <img src="/icon.svg" alt="" width="48" height="48">
                <h1>%1$s</h1>
                <p>%2$s</p>
                <p><a href="/">To the pool’s page</a></p>
                <p class="code">%3$d</p>
                </main>
                </body>
                </html>
                """.formatted(title(), detail(), status);
    }
}
