package dev.mqttra.benchmarks.jmh;

import dev.mqttra.protocol.codec.PacketDecoder;
import dev.mqttra.protocol.codec.PacketEncoder;
import dev.mqttra.protocol.codec.PublishHeader;
import dev.mqttra.protocol.codec.ProtocolViolation;
import dev.mqttra.protocol.packet.CopyProperties;
import dev.mqttra.protocol.packet.Message;
import dev.mqttra.protocol.packet.MqttVersion;
import dev.mqttra.protocol.packet.Packet;
import dev.mqttra.protocol.packet.QoS;
import dev.mqttra.protocol.topic.TopicName;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.mqtt.MqttDecoder;
import io.netty.handler.codec.mqtt.MqttEncoder;
import io.netty.handler.codec.mqtt.MqttFixedHeader;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import io.netty.handler.codec.mqtt.MqttPublishVariableHeader;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.netty.util.ReferenceCountUtil;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/**
 * PUBLISH at QoS 1, 32 in a buffer as a busy connection's read brings them, beside Netty's own MQTT codec. Netty's runs
 * in an embedded channel, as it has no other door; the batch spreads what the channel costs.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class PublishCodecBenchmark {
    private static final int BATCH = 32;

    @Param({"16", "256", "65536"})
    int payload;

    private final PacketDecoder decoder = new PacketDecoder(PacketDecoder.Reader.CLIENT, 268_435_460);
    private final PacketEncoder encoder = new PacketEncoder();
    private final EmbeddedChannel nettyDecoder = new EmbeddedChannel(new MqttDecoder(268_435_455));
    private final EmbeddedChannel nettyEncoder = new EmbeddedChannel(MqttEncoder.INSTANCE);
    private Message message;
    private ByteBuffer in;
    private ByteBuffer out;
    private ByteBuf nettyIn;

    @Setup
    public void prepare() {
        decoder.version(MqttVersion.V3_1_1);
        encoder.version(MqttVersion.V3_1_1);
        message = new Message(TopicName.of("plant/7/line/3/temperature"), new byte[payload]);
        int size = copy(1).size();
        out = ByteBuffer.allocateDirect(size * BATCH);
        ourEncode();
        in = ByteBuffer.allocateDirect(size * BATCH).put(out.flip()).flip();
        nettyIn = Unpooled.directBuffer(size * BATCH).writeBytes(in.duplicate());
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public void ourDecode(Blackhole hole) throws ProtocolViolation {
        in.position(0);
        for (Packet packet = decoder.decode(in); packet != null; packet = decoder.decode(in)) {
            hole.consume(packet);
        }
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public void nettyDecode(Blackhole hole) {
        nettyDecoder.writeInbound(nettyIn.retainedDuplicate());
        for (Object packet = nettyDecoder.readInbound(); packet != null; packet = nettyDecoder.readInbound()) {
            hole.consume(packet);
            ReferenceCountUtil.release(packet);
        }
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public ByteBuffer ourEncode() {
        out.clear();
        for (int i = 0; i < BATCH; i++) {
            copy(1 + i).write(out);
            out.put(message.payload());
        }
        return out;
    }

    private PublishHeader copy(int packetId) {
        return encoder.publish(message, QoS.AT_LEAST_ONCE, false, false, packetId, CopyProperties.NONE);
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public void nettyEncode(Blackhole hole) {
        for (int i = 0; i < BATCH; i++) {
            nettyEncoder.write(new MqttPublishMessage(
                    new MqttFixedHeader(MqttMessageType.PUBLISH, false, MqttQoS.AT_LEAST_ONCE, false, 0),
                    new MqttPublishVariableHeader("plant/7/line/3/temperature", 1 + i),
                    Unpooled.wrappedBuffer(message.payload())));
        }
        nettyEncoder.flush();
        for (Object bytes = nettyEncoder.readOutbound(); bytes != null; bytes = nettyEncoder.readOutbound()) {
            hole.consume(bytes);
            ReferenceCountUtil.release(bytes);
        }
    }
}
