import java.io.FileInputStream;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import javax.net.ssl.HostnameVerifier;
import javax.net.ssl.SSLSession;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

/** Judges server certificates as pgjdbc does: its names where its classes are there, else the path alone. */
public class Judge {
    static X509Certificate[] load(String path) throws Exception {
        try (var file = new FileInputStream(path)) {
            return CertificateFactory.getInstance("X.509").generateCertificates(file).toArray(new X509Certificate[0]);
        }
    }

    static String path(String folder, X509Certificate[] chain) {
        try {
            KeyStore roots = KeyStore.getInstance("PKCS12");
            roots.load(null, null);
            int count = 0;
            for (X509Certificate root : load(folder + "/roots.pem")) roots.setCertificateEntry("root" + count++, root);
            var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init(roots);
            ((X509TrustManager) factory.getTrustManagers()[0]).checkServerTrusted(chain, "UNKNOWN");
            return "ok";
        } catch (Exception error) {
            return String.valueOf(error.getMessage()).replace('\n', ' ') + ".";
        }
    }

    public static void main(String[] folders) throws Exception {
        HostnameVerifier names = null;
        try {
            names = (HostnameVerifier) Class.forName("org.postgresql.ssl.PGjdbcHostnameVerifier")
                .getDeclaredConstructor().newInstance();
        } catch (ClassNotFoundException missing) { }
        java.util.logging.LogManager.getLogManager().reset();
        for (String folder : folders) {
            X509Certificate[] chain = null;
            String verdict;
            try {
                chain = load(folder + "/chain.pem");
                verdict = path(folder, chain);
            } catch (Exception error) {
                verdict = String.valueOf(error.getMessage()).replace('\n', ' ') + ".";
            }
            Certificate[] shown = chain;
            SSLSession session = (SSLSession) Proxy.newProxyInstance(
                Judge.class.getClassLoader(), new Class<?>[] {SSLSession.class},
                (self, method, arguments) -> method.getName().equals("getPeerCertificates") ? shown : null);
            for (String host : Files.readString(Path.of(folder, "hosts")).trim().split("\\s+")) {
                String judge = names == null ? "java" : "jdbc";
                String place = host.contains(":") ? "[" + java.net.InetAddress.getByName(host).getHostAddress() + "]" : host;
                String own = verdict;
                try {
                    if (names != null && own.equals("ok") && !names.verify(place, session)) own = "no such name";
                } catch (ClassCastException error) {
                    own = "a name that is no string";
                }
                System.out.println(folder + "\t" + host + "\t" + judge + "\t" + own);
            }
        }
    }
}
