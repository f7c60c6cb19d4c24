/// Bounds on one connection, beside the endpoint's own budget.
public struct ConnectionLimits: Sendable {
    /// How long a connection attempt may take.
    public var connect: Duration
    /// How long a TLS handshake may take as a whole.
    public var handshake: Duration
    /// How long to wait for the first byte after connecting and after each command.
    public var firstByte: Duration
    /// How long the peer may pause once it has begun to answer.
    public var idle: Duration
    /// Bytes kept for a machine that has not consumed them. A MongoDB message may hold 48 MB
    /// (`maxMessageSizeBytes` of `hello`).
    public var accumulation: Int
    /// Bytes of an HTTP body that are kept; the rest is cut off.
    public var httpBody: Int
    /// Bytes of an HTTP response that may pass without a byte of body: status line, headers, chunk sizes, trailers.
    public var httpHead: Int
    /// Connections a machine may ask for at one endpoint.
    public var connections: Int

    public init(
        connect: Duration = .seconds(5), handshake: Duration = .seconds(10), firstByte: Duration = .seconds(10),
        idle: Duration = .seconds(5), accumulation: Int = 49 * 1024 * 1024, httpBody: Int = 8 * 1024 * 1024,
        httpHead: Int = 64 * 1024, connections: Int = 64
    ) {
        self.connect = connect
        self.handshake = handshake
        self.firstByte = firstByte
        self.idle = idle
        self.accumulation = accumulation
        self.httpBody = httpBody
        self.httpHead = httpHead
        self.connections = connections
    }
}
