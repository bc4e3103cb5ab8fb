package io.audiostream.transcriber.grpc;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.audiostream.transcriber.session.Admission;
import io.audiostream.transcriber.session.Permit;
import io.audiostream.transcriber.session.ReceiveRate;
import io.audiostream.transcriber.session.SessionRefusedException;
import io.grpc.Context;
import io.grpc.Metadata;
import io.grpc.ServerStreamTracer;
import io.grpc.Status;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The admission of one call. gRPC reports the header of each message and every part that it reads, on the transport's
 * thread. At the first header the call takes its slot. A message above {@link Permit#ALLOWANCE_BYTES} reserves memory
 * for the largest message as soon as it exceeds the allowance, because gRPC does not report the length in its header. A
 * refused call ends at once, so that gRPC reads no more of it. Thread-safe.
 */
final class CallAdmission extends ServerStreamTracer {

    private static final Metadata.Key<String> ENCODING_HEADER =
            Metadata.Key.of("grpc-encoding", Metadata.ASCII_STRING_MARSHALLER);
    private static final Context.Key<CallAdmission> KEY = Context.key("call-admission");

    private final Admission admission;
    private final int maxMessageBytes;
    private final ReceiveRate receiveRate;
    private final boolean compressed;
    private final String caller;

    @GuardedBy("this")
    private @Nullable Permit permit;

    /** The bytes of the message that gRPC reads, so far. */
    @GuardedBy("this")
    private long received;

    /** The size of the largest message that the call has sent. */
    @GuardedBy("this")
    private long largest;

    @GuardedBy("this")
    private ReceiveRate.@Nullable Check rate;

    private volatile boolean refused;
    private volatile Consumer<SessionRefusedException> onRefused = _ -> {};

    private CallAdmission(
            Admission admission, int maxMessageBytes, ReceiveRate receiveRate, boolean compressed, String caller) {
        this.admission = admission;
        this.maxMessageBytes = maxMessageBytes;
        this.receiveRate = receiveRate;
        this.compressed = compressed;
        this.caller = caller;
    }

    /**
     * Returns a factory of admissions, one for each call of a service.
     *
     * @param service full name of the service
     * @param maxMessageBytes maximum size of a received message
     */
    static ServerStreamTracer.Factory factory(
            String service, Admission admission, int maxMessageBytes, ReceiveRate receiveRate) {
        return new ServerStreamTracer.Factory() {
            @Override
            public ServerStreamTracer newServerStreamTracer(String fullMethodName, Metadata headers) {
                if (!fullMethodName.startsWith(service + "/")) {
                    return new ServerStreamTracer() {};
                }
                String encoding = headers.get(ENCODING_HEADER);
                boolean compressed = encoding != null && !encoding.equals("identity");
                return new CallAdmission(
                        admission, maxMessageBytes, receiveRate, compressed, CallContextMapper.caller(headers));
            }
        };
    }

    /** Returns the admission of the current call. */
    static CallAdmission current() {
        return KEY.get();
    }

    /** Sets the action that ends the call. Call before gRPC reads the first message. */
    void onRefused(Consumer<SessionRefusedException> action) {
        onRefused = action;
    }

    /** Returns the permit. Call from the first message on. */
    synchronized Permit permit() {
        if (permit == null) {
            throw new IllegalStateException("the call has not sent a message");
        }
        return permit;
    }

    /**
     * Releases what a parsed message does not need. The call keeps the memory for its largest message, so that a stream
     * of equally large chunks is not refused after its beginning. A compressed call keeps all: gRPC does not report how
     * large a message becomes.
     */
    synchronized void messageParsed(int bytes) {
        largest = Math.max(largest, bytes);
        if (permit != null && !compressed) {
            permit.shrinkTo(largest);
        }
    }

    @Override
    public Context filterContext(Context context) {
        return context.withValue(KEY, this);
    }

    @Override
    public void inboundMessage(int number) {
        refuseUnless(this::beginMessage);
    }

    private synchronized void beginMessage() throws SessionRefusedException {
        received = 0;
        if (permit == null) {
            permit = admission.admit(caller);
            rate = receiveRate.start(this::received, tooSlow -> onRefused.accept(admission.recorded(tooSlow)));
        }
        if (compressed) {
            admission.reserve(permit, maxMessageBytes);
        }
    }

    @Override
    public void inboundWireSize(long bytes) {
        refuseUnless(() -> receive(bytes));
    }

    private synchronized void receive(long bytes) throws SessionRefusedException {
        received += bytes;
        if (permit != null && received > permit.bytes()) {
            admission.reserve(permit, maxMessageBytes);
        }
    }

    private synchronized long received() {
        return received;
    }

    @Override
    public synchronized void inboundMessageRead(int number, long wireBytes, long uncompressedBytes) {
        if (rate != null) {
            rate.close();
        }
    }

    @Override
    public synchronized void streamClosed(Status status) {
        if (rate != null) {
            rate.close();
        }
        if (permit != null) {
            permit.close();
        }
    }

    private interface Step {
        void run() throws SessionRefusedException;
    }

    /** Ends the call without a lock of this class, because that takes the lock of the call. */
    private void refuseUnless(Step step) {
        // gRPC still reports what it had received before the call ended.
        if (refused) {
            return;
        }
        try {
            step.run();
        } catch (SessionRefusedException e) {
            refused = true;
            onRefused.accept(e);
        }
    }
}
