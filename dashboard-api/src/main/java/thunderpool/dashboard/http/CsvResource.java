package thunderpool.dashboard.http;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import org.springframework.http.HttpHeaders;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.filter.ShallowEtagHeaderFilter;
import thunderpool.bitcoin.Script;
import thunderpool.dashboard.view.PgLists;

/** An account's whole story as files, written as it is read: memory does not grow with its length, and nothing is read for who left. */
@RestController
@RequestMapping("/api")
@Tag(name = "Miners")
public final class CsvResource {

    private static final String CSV = "text/csv";

    private final PgLists lists;
    private final KnownAccounts known;

    public CsvResource(PgLists lists, KnownAccounts known) {
        this.lists = lists;
        this.known = known;
    }

    @GetMapping("/miners/{account}/statements.csv")
    @Operation(summary = "All statements of an account as CSV, newest first")
    @ApiResponse(responseCode = "200", content = @Content(mediaType = CSV, schema = @Schema(type = "string")))
    public void statements(@PathVariable String account, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        Script script = known.require(account);
        PrintWriter out = begin(request, response, "statements.csv");
        out.write("epoch,account,rewardSystem,shares,workHashes,rewardSat\r\n");
        lists.eachStatement(
                script,
                row -> out.write(Csv.line(
                        row.epoch(),
                        row.account(),
                        row.rewardSystem(),
                        row.shares(),
                        row.workHashes(),
                        row.rewardSat())),
                () -> !out.checkError());
    }

    @GetMapping("/miners/{account}/payouts.csv")
    @Operation(summary = "All payments to an account as CSV, the one that changed last first")
    @ApiResponse(responseCode = "200", content = @Content(mediaType = CSV, schema = @Schema(type = "string")))
    public void payouts(@PathVariable String account, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        Script script = known.require(account);
        PrintWriter out = begin(request, response, "payouts.csv");
        out.write("orderId,account,state,amountSat,txid,confirmations,changedAt\r\n");
        lists.eachPayout(
                script,
                row -> out.write(Csv.line(
                        row.orderId(),
                        row.account(),
                        row.state(),
                        row.amountSat(),
                        row.txid(),
                        row.confirmations(),
                        row.changedAt())),
                () -> !out.checkError());
    }

    private static PrintWriter begin(HttpServletRequest request, HttpServletResponse response, String name)
            throws IOException {
        ShallowEtagHeaderFilter.disableContentCaching(request);
        response.setContentType(CSV);
        response.setCharacterEncoding(StandardCharsets.UTF_8.name());
        response.setHeader(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"" + name + "\"");
        return response.getWriter();
    }
}
