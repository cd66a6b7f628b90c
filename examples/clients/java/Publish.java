// Publishes one record and follows it: prints each receipt, ends with 1 if it was not taken.
//
//     mvn -q dependency:copy-dependencies
//     java -cp 'target/dependency/*' Publish.java record.json
//     java -cp 'target/dependency/*' Publish.java --withdraw RECORD_ID
//
// The environment says where and who: ATTACHE_KAFKA, ATTACHE_PARTNER; on a secure broker also
// ATTACHE_KAFKA_CA, ATTACHE_OPERATOR_KAFKA_USER and ATTACHE_OPERATOR_KAFKA_PASSWORD.

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

public class Publish {
    static final String PARTNER = System.getenv("ATTACHE_PARTNER");
    // only where several ledgers share a broker
    static final String PREFIX = System.getenv().getOrDefault("ATTACHE_TOPIC_PREFIX", "");
    static final Duration PATIENCE = Duration.ofSeconds(60);
    static final ObjectMapper JSON = new ObjectMapper();

    static Map<String, Object> connection(Map<String, Object> more) {
        Map<String, Object> settings = new HashMap<>(more);
        settings.put("bootstrap.servers", System.getenv("ATTACHE_KAFKA"));
        String user = System.getenv("ATTACHE_OPERATOR_KAFKA_USER");
        if (user != null && !user.isEmpty()) {
            settings.put("security.protocol", "SASL_SSL");
            settings.put("sasl.mechanism", "SCRAM-SHA-512");
            settings.put("sasl.jaas.config", String.format(
                "org.apache.kafka.common.security.scram.ScramLoginModule required"
                    + " username=\"%s\" password=\"%s\";",
                user, System.getenv("ATTACHE_OPERATOR_KAFKA_PASSWORD")));
            settings.put("ssl.truststore.type", "PEM");
            settings.put("ssl.truststore.location", System.getenv("ATTACHE_KAFKA_CA"));
        }
        return settings;
    }

    /** A consumer at the end of our receipts, opened before anything is sent. */
    static KafkaConsumer<String, byte[]> follow() {
        var consumer = new KafkaConsumer<>(
            connection(Map.of("group.id", PARTNER + ".publish", "enable.auto.commit", false)),
            new StringDeserializer(), new ByteArrayDeserializer());
        List<TopicPartition> places = consumer.partitionsFor(PREFIX + "receipts." + PARTNER)
            .stream().map(p -> new TopicPartition(p.topic(), p.partition())).toList();
        consumer.assign(places);
        consumer.endOffsets(places).forEach(consumer::seek);
        return consumer;
    }

    static RecordMetadata publish(String recordId, byte[] value) throws Exception {
        Map<String, Object> safe = Map.of("enable.idempotence", true, "max.request.size", 2_000_000);
        try (var producer = new KafkaProducer<>(
                connection(safe), new StringSerializer(), new ByteArraySerializer())) {
            var record = new ProducerRecord<>(PREFIX + "reports." + PARTNER, recordId, value);
            record.headers().add("content-type", "application/json".getBytes());
            return producer.send(record).get();
        }
    }

    public static void main(String[] arguments) throws Exception {
        System.setProperty("org.slf4j.simpleLogger.defaultLogLevel", "warn");
        try {
            publishAndFollow(arguments);
        } catch (KafkaException | ExecutionException error) {
            System.err.println(error.getMessage());
        }
        System.exit(1);
    }

    static void publishAndFollow(String[] arguments) throws Exception {
        boolean withdraws = arguments.length == 2 && arguments[0].equals("--withdraw");
        byte[] value = withdraws ? null : Files.readAllBytes(Path.of(arguments[0]));
        String recordId = withdraws ? arguments[1] : JSON.readTree(value).get("record_id").asText();

        try (var consumer = follow()) {
            RecordMetadata place = publish(recordId, value);
            String takenAs = null; // the report and revision that ingest made of it
            Map<String, JsonNode> interpreted = new HashMap<>();
            Instant deadline = Instant.now().plus(PATIENCE);
            while (Instant.now().isBefore(deadline)) {
                for (var message : consumer.poll(Duration.ofSeconds(1))) {
                    JsonNode receipt = JSON.readTree(message.value());
                    String about = receipt.path("report_id") + " " + receipt.path("revision");
                    if (receipt.get("stage").asText().equals("normalize")) {
                        interpreted.put(about, receipt); // it may overtake the one of ingest
                    } else if (receipt.get("partition").asInt() == place.partition()
                            && receipt.get("offset").asLong() == place.offset()) {
                        System.out.println(receipt);
                        if (!receipt.get("status").asText().equals("accepted")) {
                            finish(receipt);
                        }
                        takenAs = about;
                    }
                    if (interpreted.containsKey(takenAs)) {
                        System.out.println(interpreted.get(takenAs));
                        finish(interpreted.get(takenAs));
                    }
                }
            }
        }
        System.err.println("no receipt in time");
    }

    static void finish(JsonNode last) {
        String status = last.get("status").asText();
        System.exit(List.of("rejected", "conflicting").contains(status) ? 1 : 0);
    }
}
