import Exposure
import NIOCore
import Probes

/// Where a connection's handlers leave what came in, and its runner waits for it.
///
/// Nothing is read from the socket unless someone waits, so a flooding peer is held back by TCP. At the most one
/// waiter at a time.
final class Mailbox: @unchecked Sendable {
    // Sendable: everything below is touched on `eventLoop` alone; each function asserts it.
    let eventLoop: any EventLoop

    enum Message: Sendable {
        case established(TLSFacts)
        case bytes(ByteBuffer)
        /// `reusable`: the connection may carry another request.
        case response(HTTPResponse, reusable: Bool)
        /// `answered`: a byte came since the wait began.
        case ended(ConnectionEnd, answered: Bool)
        case timedOut(received: Int)
    }

    /// How long a wait may last: until the first byte, between bytes, and as a whole.
    struct Patience: Sendable {
        var firstByte: TimeAmount
        var idle: TimeAmount
        var total: TimeAmount
    }

    private struct Wait {
        var promise: EventLoopPromise<Message>
        var patience: Patience
        var began: NIODeadline
        var answeredAt: NIODeadline?

        var due: NIODeadline {
            min(began + patience.total, answeredAt.map { $0 + patience.idle } ?? (began + patience.firstByte))
        }
    }

    private var facts: TLSFacts?
    private var bytes: ByteBuffer?
    private var response: (HTTPResponse, reusable: Bool)?
    private var end: ConnectionEnd?
    private var wait: Wait?
    private var timer: Scheduled<Void>?
    /// Bytes the peer sent on this connection, as the service sees them (inside TLS, if there is TLS).
    private(set) var received = 0

    init(eventLoop: any EventLoop) {
        self.eventLoop = eventLoop
    }

    var isWaiting: Bool {
        eventLoop.assertInEventLoop()
        return wait != nil
    }

    var hasBytes: Bool {
        eventLoop.assertInEventLoop()
        return bytes != nil
    }

    func discardBytes() {
        eventLoop.assertInEventLoop()
        bytes = nil
    }

    // MARK: The handlers' side

    /// Bytes came, even if they do not make a message yet.
    func noteBytes(_ count: Int) {
        eventLoop.assertInEventLoop()
        received = received.addingReportingOverflow(count).partialValue
        wait?.answeredAt = .now()
    }

    func deliver(_ more: ByteBuffer) {
        eventLoop.assertInEventLoop()
        guard end == nil, more.readableBytes > 0 else { return }
        if bytes == nil {
            bytes = more
        } else {
            var more = more
            bytes?.writeBuffer(&more)
        }
        answerIfPossible()
    }

    func deliver(_ response: HTTPResponse, reusable: Bool) {
        eventLoop.assertInEventLoop()
        guard end == nil, self.response == nil else { return }
        self.response = (response, reusable)
        answerIfPossible()
    }

    func established(_ facts: TLSFacts) {
        eventLoop.assertInEventLoop()
        self.facts = facts
        answerIfPossible()
    }

    /// The connection is over; only the first reason counts. What came before is still handed out first.
    func finish(_ reason: (_ received: Int) -> ConnectionEnd) {
        eventLoop.assertInEventLoop()
        guard end == nil else { return }
        end = reason(received)
        answerIfPossible()
    }

    // MARK: The runner's side

    /// The next message, waiting for it no longer than `patience` allows.
    func next(_ patience: Patience) -> EventLoopFuture<Message> {
        eventLoop.assertInEventLoop()
        let promise = eventLoop.makePromise(of: Message.self)
        // A waiter that was given up on leaves here, so that no promise is ever dropped.
        if let wait { wait.promise.succeed(.timedOut(received: received)) }
        wait = Wait(promise: promise, patience: patience, began: .now())
        answerIfPossible()
        if wait != nil { setTimer() }
        return promise.futureResult
    }

    private func answerIfPossible() {
        guard let wait else { return }
        let message: Message
        if let facts {
            self.facts = nil
            message = .established(facts)
        } else if let bytes {
            self.bytes = nil
            message = .bytes(bytes)
        } else if let response {
            self.response = nil
            message = .response(response.0, reusable: response.reusable && end == nil)
        } else if let end {
            message = .ended(end, answered: wait.answeredAt != nil)
        } else {
            return
        }
        answer(wait, message)
    }

    private func answer(_ wait: Wait, _ message: Message) {
        self.wait = nil
        timer?.cancel()
        timer = nil
        wait.promise.succeed(message)
    }

    private func setTimer() {
        guard let wait else { return }
        timer?.cancel()
        timer = eventLoop.scheduleTask(deadline: wait.due) { [self] in lookAtTime() }
    }

    /// The timer is not moved with every byte; when it fires, it looks whether it still has a reason to.
    private func lookAtTime() {
        timer = nil
        guard let wait else { return }
        if NIODeadline.now() >= wait.due {
            answer(wait, .timedOut(received: received))
        } else {
            setTimer()
        }
    }
}
