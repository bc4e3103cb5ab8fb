import io.audiostream.operator.api.ResourceFile;
import io.audiostream.operator.certificate.SelfSignedCertificate;
import io.audiostream.operator.envoy.EnvoyConfig;
import io.audiostream.operator.model.DesiredService;
import io.audiostream.operator.model.PeerSettings;
import io.audiostream.operator.model.Placement;
import io.audiostream.operator.model.ProxyModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Map;

/**
 * Writes what the pods of a resource mount: Envoy's configuration and the certificate of streams between pods. Both are
 * those that the operator renders, with the paths of a pod.
 *
 * <p>Arguments: file of the resource, folder that stands for the root of a pod's file system. Prints the name under which
 * the pods find each other.
 */
class PodFiles {
    public static void main(String[] arguments) throws IOException {
        var service = DesiredService.of(ResourceFile.read(Path.of(arguments[0])));
        Path root = Path.of(arguments[1]);
        var certificate = SelfSignedCertificate.create("peers", InstantSource.system(), new SecureRandom());
        write(root, Placement.POD_ENVOY_FOLDER, EnvoyConfig.of(ProxyModel.inPod(service)).files());
        write(
                root,
                PeerSettings.POD_CERTIFICATE_FOLDER,
                Map.of("tls.crt", certificate.certificate(), "tls.key", certificate.privateKey()));
        System.out.println(service.headlessName());
    }

    private static void write(Path root, String folder, Map<String, String> files) throws IOException {
        Path target = Files.createDirectories(root.resolve(folder.substring(1)));
        for (var file : files.entrySet()) {
            Files.writeString(target.resolve(file.getKey()), file.getValue());
        }
    }
}
