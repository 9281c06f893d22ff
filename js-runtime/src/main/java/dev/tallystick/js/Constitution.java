package dev.tallystick.js;

import dev.tallystick.js.ccf.AbortedException;
import dev.tallystick.js.ccf.ExecutionMode;
import dev.tallystick.js.ccf.Extension;
import dev.tallystick.js.ccf.Interpreter;
import dev.tallystick.js.ccf.Invocation;
import dev.tallystick.js.ccf.ScriptText;
import dev.tallystick.js.guest.ScriptException;
import dev.tallystick.kv.Transaction;
import dev.tallystick.ledger.Json;

import org.graalvm.polyglot.Value;
import org.jspecify.annotations.Nullable;

import tools.jackson.databind.node.ArrayNode;

import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/**
 * Runs the functions by which members govern: a ballot's {@code vote}, and the constitution's
 * {@code validate}, {@code resolve} and {@code apply} (spec 04, section 16; spec 03, 4.4 and
 * section 5).
 *
 * <p>Each call evaluates the text in a fresh global object, without a module loader: nothing
 * survives, and any import fails. The limits are the configured ones, but never below the defaults.
 * Thread-safe.
 */
public final class Constitution {
    private static final String LABEL = "public:ccf.gov.constitution[0]";

    private final JsEngine engine;

    /** Governance on an engine. */
    public Constitution(JsEngine engine) {
        this.engine = engine;
    }

    /**
     * What {@code validate} said.
     *
     * @param description null if it gave none
     */
    public record Verdict(boolean valid, @Nullable String description) {}

    /** A proposal as its functions see it: the raw text, and two hex ids. */
    public record Proposal(String text, String id, String proposerId) {}

    /** Whether a new proposal's text is acceptable; nothing if {@code validate} gave no object. */
    public JsOutcome<Optional<Verdict>> validate(
            Transaction transaction, String constitution, String proposalText) {
        Script script =
                new Script(ExecutionMode.READ_ONLY_GOVERNANCE, LABEL, constitution, "validate");
        return run(
                transaction,
                script,
                List.of(),
                (prelude, function) ->
                        verdict(prelude.getMember("callValidate").execute(function, proposalText)));
    }

    /** Whether a ballot is in favour. */
    public JsOutcome<Boolean> vote(
            Transaction transaction, String ballot, String memberId, Proposal proposal) {
        String label =
                "public:ccf.gov.proposals_info[%s].ballots[m[%s]]"
                        .formatted(proposal.id(), memberId);
        return run(
                transaction,
                new Script(ExecutionMode.READ_ONLY_GOVERNANCE, label, ballot, "vote"),
                List.of(),
                (prelude, function) ->
                        prelude.getMember("callVote")
                                .execute(function, proposal.text(), proposal.proposerId())
                                .asBoolean());
    }

    /**
     * What becomes of a proposal.
     *
     * @param votes by member id, without the ballots that failed
     * @return the result as text, which should be {@code Open}, {@code Accepted} or {@code
     *     Rejected}
     */
    public JsOutcome<String> resolve(
            Transaction transaction,
            String constitution,
            Proposal proposal,
            SortedMap<String, Boolean> votes) {
        Script script =
                new Script(ExecutionMode.READ_ONLY_GOVERNANCE, LABEL, constitution, "resolve");
        String votesJson = votesJson(votes);
        return run(
                transaction,
                script,
                List.of(),
                (prelude, function) ->
                        prelude.getMember("callResolve")
                                .execute(
                                        function,
                                        proposal.text(),
                                        proposal.proposerId(),
                                        votesJson,
                                        proposal.id())
                                .asString());
    }

    /** Carries an accepted proposal out; returns the proposal's id. */
    public JsOutcome<String> apply(
            Transaction transaction,
            String constitution,
            Proposal proposal,
            GovernanceEffects effects) {
        Script script =
                new Script(ExecutionMode.READ_WRITE_GOVERNANCE, LABEL, constitution, "apply");
        return run(
                transaction,
                script,
                List.of(EffectFunctions.extension(effects, engine.bytecode())),
                (prelude, function) -> {
                    prelude.getMember("callApply")
                            .executeVoid(function, proposal.text(), proposal.id());
                    return proposal.id();
                });
    }

    private record Script(ExecutionMode mode, String label, String text, String function) {}

    private interface Step<T> {
        T run(Value prelude, Value function);
    }

    private <T> JsOutcome<T> run(
            Transaction transaction, Script script, List<Extension> extensions, Step<T> step) {
        JsRuntimeOptions options = JsTables.runtimeOptions(transaction).withGovernanceFloors();
        Invocation invocation = new Invocation(script.mode(), transaction);
        String key = "/" + script.label();
        byte[] text = ScriptText.encode(script.text());
        try (Interpreter interpreter =
                engine.open(
                        Limits.of(options), asked -> asked.equals(key) ? text : null, extensions)) {
            interpreter.attach(invocation);
            return run(interpreter, key, script, step, invocation);
        } catch (AbortedException e) {
            return notRunnable(String.valueOf(e.getMessage()));
        }
    }

    private static <T> JsOutcome<T> run(
            Interpreter interpreter,
            String key,
            Script script,
            Step<T> step,
            Invocation invocation) {
        Interpreter.Export export;
        try {
            export = interpreter.load(key, script.label(), script.function());
        } catch (ScriptException e) {
            invocation.throwIfAborted();
            return notRunnable(
                    e.kind() == ScriptException.Kind.THREW
                            ? missing(script)
                            : "Failed to compile " + script.label() + ": " + e.reason());
        }
        invocation.throwIfAborted();
        return switch (export) {
            case Interpreter.Export.Missing none -> notRunnable(missing(script));
            case Interpreter.Export.NotCallable other ->
                    notRunnable(
                            "Export '%s' of module '%s' is not a function"
                                    .formatted(script.function(), script.label()));
            case Interpreter.Export.Function function ->
                    call(interpreter, prelude -> step.run(prelude, function.value()), invocation);
        };
    }

    private static <T> JsOutcome<T> call(
            Interpreter interpreter, Interpreter.PreludeCall<T> call, Invocation invocation) {
        try {
            T result = interpreter.call(call);
            invocation.throwIfAborted();
            return new JsOutcome.Returned<>(result);
        } catch (ScriptException e) {
            invocation.throwIfAborted();
            return e.kind() == ScriptException.Kind.TIMED_OUT
                    ? failed(JsFailure.Kind.TIMED_OUT, "Operation took too long to complete.", null)
                    : failed(JsFailure.Kind.THREW, e.reason(), e.trace());
        }
    }

    private static Optional<Verdict> verdict(Value result) {
        if (result.isNull()) {
            return Optional.empty();
        }
        Value description = result.getArrayElement(1);
        return Optional.of(
                new Verdict(
                        result.getArrayElement(0).asBoolean(),
                        description.isNull() ? null : description.asString()));
    }

    private static String votesJson(SortedMap<String, Boolean> votes) {
        ArrayNode json = Json.array();
        votes.forEach(
                (member, vote) -> json.addObject().put("member_id", member).put("vote", vote));
        return Json.compact(json);
    }

    private static String missing(Script script) {
        return "Failed to find export '%s' in module '%s'"
                .formatted(script.function(), script.label());
    }

    private static <T> JsOutcome<T> notRunnable(String reason) {
        return failed(JsFailure.Kind.NOT_RUNNABLE, reason, null);
    }

    private static <T> JsOutcome<T> failed(
            JsFailure.Kind kind, String reason, @Nullable String trace) {
        return new JsOutcome.Failed<>(new JsFailure(kind, reason, trace));
    }
}
