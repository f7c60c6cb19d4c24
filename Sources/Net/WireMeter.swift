import NIOCore

/// Counts what comes off the wire against the endpoint's budget, and ends the connection when it is used up.
///
/// First in the pipeline, so that TLS's own bytes count as well.
final class WireMeter: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer

    struct Exhausted: Error {}

    private let budget: EndpointBudget
    private var isExhausted = false

    init(budget: EndpointBudget) {
        self.budget = budget
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard !isExhausted else { return }
        if budget.spend(bytes: unwrapInboundIn(data).readableBytes) {
            context.fireChannelRead(data)
        } else {
            isExhausted = true
            context.fireErrorCaught(Exhausted())
            context.close(promise: nil)
        }
    }
}
