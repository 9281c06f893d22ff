package dev.tallystick.js.ccf;

import org.graalvm.polyglot.Value;

/** One call of a host function by a script: its arguments, and what it acts on. */
public final class HostCall {
    private final Invocation invocation;
    private final ScriptErrors errors;
    private final Value[] arguments;

    HostCall(Invocation invocation, ScriptErrors errors, Value[] arguments) {
        this.invocation = invocation;
        this.errors = errors;
        this.arguments = arguments;
    }

    /** The request or proposal being executed. */
    public Invocation invocation() {
        return invocation;
    }

    /** An argument as it is; the prelude has seen to it that there are enough. */
    public Value argument(int index) {
        return arguments[index];
    }

    /** A string that the prelude has converted. */
    public String string(int index) {
        return arguments[index].asString();
    }

    /** A number that the prelude has converted to an integer. */
    public long integer(int index) {
        return (long) arguments[index].asDouble();
    }

    /**
     * A copy of an {@code ArrayBuffer}; anything else, typed arrays included, is a {@code
     * TypeError}.
     */
    public byte[] bytes(int index) {
        Value value = arguments[index];
        if (!value.hasBufferElements()) {
            throw typeError("Argument must be an ArrayBuffer");
        }
        int size = Math.toIntExact(value.getBufferSize());
        if (size == 0 && value.hasMember("detached") && value.getMember("detached").asBoolean()) {
            throw typeError("Argument is a detached ArrayBuffer");
        }
        byte[] copy = new byte[size];
        if (size > 0) {
            value.readBuffer(0, copy, 0, size);
        }
        return copy;
    }

    /** To be thrown: the script gets a {@code TypeError}. */
    public RuntimeException typeError(String message) {
        return errors.make("TypeError", message);
    }

    /** To be thrown: the script gets a {@code RangeError}. */
    public RuntimeException rangeError(String message) {
        return errors.make("RangeError", message);
    }

    /** To be thrown: the script gets an {@code InternalError}. */
    public RuntimeException internalError(String message) {
        return errors.make("InternalError", message);
    }
}
