package thunderpool.dashboard.http.admin;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import thunderpool.dashboard.admin.AdminUserEntity;
import thunderpool.dashboard.admin.Role;
import thunderpool.dashboard.admin.Users;
import thunderpool.dashboard.http.BadRequestException;

/** Who may come in; for owners. */
@RestController
@RequestMapping("/api/admin/users")
@Tag(name = "Admin users")
public final class UsersResource {

    /** A user to be. */
    public record NewUser(@Nullable String user, @Nullable String role) {}

    /** What is to change; the rest stays. */
    public record Change(@Nullable String role, @Nullable Boolean enabled) {}

    private final Users users;

    public UsersResource(Users users) {
        this.users = users;
    }

    @GetMapping
    @Operation(summary = "All users, by name")
    public List<AdminUserEntity.Row> users() {
        return users.list();
    }

    @PostMapping
    @Operation(summary = "Makes a user with a temporary password and a second factor, both shown only here")
    public ResponseEntity<Object> create(@RequestBody NewUser user, HttpServletRequest request) {
        String name = Text.required("user", user.user());
        Role role = role(Text.required("role", user.role()));
        return Answers.reply(users.create(name, role, Callers.of(request)), welcome -> welcome);
    }

    @PutMapping("/{user}")
    @Operation(summary = "Changes a role, lets somebody in or shuts somebody out; the user's sessions end")
    public ResponseEntity<Object> change(
            @PathVariable String user, @RequestBody Change change, HttpServletRequest request) {
        Role role = change.role() == null ? null : role(change.role());
        return Answers.reply(users.change(user, role, change.enabled(), Callers.of(request)), row -> row);
    }

    @PostMapping("/{user}/reset")
    @Operation(summary = "New temporary password and second factor for one who lost them")
    public ResponseEntity<Object> reset(@PathVariable String user, HttpServletRequest request) {
        return Answers.reply(users.reset(user, Callers.of(request)), welcome -> welcome);
    }

    private static Role role(String text) {
        Optional<Role> role = Role.named(text);
        return role.orElseThrow(() -> new BadRequestException("role must be VIEWER, OPERATOR or OWNER."));
    }
}
