package dev.tallystick.js.ccf;

import dev.tallystick.js.guest.GuestContext;
import dev.tallystick.js.guest.GuestEngine;
import dev.tallystick.js.guest.GuestLimits;
import dev.tallystick.js.guest.ModuleSource;
import dev.tallystick.js.guest.ScriptException;

import org.graalvm.polyglot.Value;
import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Map;

/**
 * {@code ccf.gov.validateConstitution}: whether a text exports the three functions (spec 04, 13.1;
 * spec 03, 5.5).
 */
final class ConstitutionCheck {
    private static final String LABEL = "proposed constitution";
    private static final String KEY = "/" + LABEL;

    /** Bounds the check of one export; evaluation has its own bound. */
    private static final GuestLimits LIMITS = new GuestLimits(100L << 20, 1L << 20, 5_000);

    private record Expected(String function, int argumentsMin, int argumentsMax, String names) {
        String words() {
            String count =
                    argumentsMin == argumentsMax
                            ? plural(argumentsMin)
                            : "between " + argumentsMin + " and " + plural(argumentsMax);
            return count + " (" + names + ")";
        }

        static String plural(int count) {
            return count + (count == 1 ? " arg" : " args");
        }
    }

    private static final List<Expected> EXPECTED =
            List.of(
                    new Expected("apply", 2, 2, "proposal, proposerId"),
                    new Expected("resolve", 3, 4, "proposal, proposerId, votes[, proposalId]"),
                    new Expected("validate", 1, 1, "input"));

    private final GuestEngine engine;
    private final HostCall call;
    private final ModuleSource text;

    private ConstitutionCheck(GuestEngine engine, HostCall call) {
        this.engine = engine;
        this.call = call;
        byte[] bytes = ScriptText.encode(call.string(0));
        this.text = key -> key.equals(KEY) ? bytes : null;
    }

    static Extension extension(GuestEngine engine) {
        return new Extension(
                "gov",
                Map.of(
                        "validateConstitution",
                        call -> {
                            ConstitutionCheck check = new ConstitutionCheck(engine, call);
                            EXPECTED.forEach(check::check);
                            return true;
                        }));
    }

    private void check(Expected expected) {
        int arguments = argumentsOf(expected.function());
        if (arguments < expected.argumentsMin() || arguments > expected.argumentsMax()) {
            throw call.typeError(
                    "%s exports function %s with %s, expected %s"
                            .formatted(
                                    LABEL,
                                    expected.function(),
                                    Expected.plural(arguments),
                                    expected.words()));
        }
    }

    private int argumentsOf(String function) {
        Finding finding;
        try (GuestContext context = engine.open(LIMITS, text)) {
            Value namespace = context.load(KEY, LABEL);
            finding = context.inspect(() -> find(namespace, function));
        } catch (ScriptException e) {
            boolean hasRun = e.kind() == ScriptException.Kind.THREW;
            finding =
                    Finding.of(
                            hasRun ? e.reason() : "Failed to compile " + LABEL + ": " + e.reason());
        }
        if (finding.problem() != null) {
            throw call.typeError(
                    LABEL
                            + " does not export a function named "
                            + function
                            + ": "
                            + finding.problem());
        }
        return finding.arguments();
    }

    /** Why there is no such function, or how many arguments it takes. */
    private record Finding(@Nullable String problem, int arguments) {
        static Finding of(String problem) {
            return new Finding(problem, 0);
        }
    }

    private static Finding find(Value namespace, String function) {
        if (!namespace.hasMember(function)) {
            return Finding.of("Failed to find export '" + function + "' in module '" + LABEL + "'");
        }
        Value export = namespace.getMember(function);
        return export.canExecute()
                ? new Finding(null, export.getMember("length").asInt())
                : Finding.of(
                        "Export '" + function + "' of module '" + LABEL + "' is not a function");
    }
}
