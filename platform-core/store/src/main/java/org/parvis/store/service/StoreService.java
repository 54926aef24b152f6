package org.parvis.store.service;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.Map;
import java.util.Optional;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.metatype.annotations.Designate;
import org.parvis.store.Database;
import org.parvis.store.DatabaseTransfer;
import org.parvis.store.SchemaDefinition;
import org.parvis.store.StoreStatus;
import org.parvis.store.TransferException;
import org.parvis.store.embedded.RefusedException;
import org.parvis.store.embedded.StoreLocation;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The store in the container. Activation only wires; the server starts on a thread of the store's own. A changed
 * configuration starts the component anew, and with it the server or the connection to it.
 */
@Component(
        service = {StoreStatus.class, DatabaseTransfer.class},
        immediate = true,
        configurationPid = "org.parvis.store")
@Designate(ocd = StoreConfiguration.class)
public final class StoreService implements StoreStatus, DatabaseTransfer {
    private static final Logger LOG = LoggerFactory.getLogger(StoreService.class);

    private final Mode mode;
    private final Instant activated = Instant.now();
    private final Optional<StoreKeeper> keeper;
    private final String refusal;

    @Activate
    public StoreService(StoreConfiguration configuration, BundleContext context) {
        mode = StoreSettings.mode(configuration);
        Optional<StoreKeeper> started = Optional.empty();
        String sentence = "";
        try {
            StoreSettings settings = StoreSettings.of(configuration);
            started = Optional.of(
                    new StoreKeeper(settings, server(settings), (name, database) -> offer(context, name, database)));
            started.get().start();
        } catch (RefusedException e) {
            // The component lives on all the same: somebody must be able to say what is wrong.
            sentence = e.getMessage();
            LOG.error("{}", sentence);
        }
        keeper = started;
        refusal = sentence;
    }

    @Reference(
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void addSchema(SchemaDefinition definition) {
        keeper.ifPresent(each -> each.add(definition));
    }

    void removeSchema(SchemaDefinition definition) {
        keeper.ifPresent(each -> each.remove(definition));
    }

    @Deactivate
    public void close() {
        keeper.ifPresent(StoreKeeper::close);
    }

    private static Server server(StoreSettings settings) {
        return settings.external()
                .map(Server::external)
                .orElseGet(() -> Server.embedded(() -> {
                    if (settings.dataFolder().isPresent()) {
                        return StoreLocation.configured(settings.dataFolder().get());
                    }
                    Path home = StoreLocation.home()
                            .orElseThrow(
                                    () -> new RefusedException(
                                            "Nothing says where the database"
                                                    + " shall lie: set data.dir in org.parvis.store, or the system property parvis.home."));
                    return new StoreLocation(home).choose();
                }));
    }

    private static Runnable offer(BundleContext context, String name, Database database) {
        Dictionary<String, Object> properties = new Hashtable<>();
        properties.put(Database.SCHEMA, name);
        ServiceRegistration<Database> registration = context.registerService(Database.class, database, properties);
        return () -> {
            try {
                registration.unregister();
            } catch (IllegalStateException alreadyGoneWithTheBundle) {
                LOG.debug("The database for {} was already withdrawn", name);
            }
        };
    }

    @Override
    public <T> T export(Export<T> export) throws IOException, TransferException {
        return keeperOrRefusal().export(export);
    }

    @Override
    public void check(Source source) throws TransferException {
        keeperOrRefusal().check(source);
    }

    @Override
    public void restore(Source source) throws IOException, TransferException {
        keeperOrRefusal().restore(source);
    }

    private StoreKeeper keeperOrRefusal() throws TransferException {
        return keeper.orElseThrow(() -> new TransferException(refusal));
    }

    @Override
    public State state() {
        return keeper.map(StoreKeeper::state).orElse(State.REFUSED);
    }

    @Override
    public String reason() {
        return keeper.map(StoreKeeper::reason).orElse(refusal);
    }

    @Override
    public Instant since() {
        return keeper.map(StoreKeeper::since).orElse(activated);
    }

    @Override
    public Mode mode() {
        return mode;
    }

    @Override
    public Optional<String> serverVersion() {
        return keeper.flatMap(StoreKeeper::serverVersion);
    }

    @Override
    public Optional<Path> folder() {
        return keeper.flatMap(StoreKeeper::folder);
    }

    @Override
    public Optional<Connections> connections() {
        return keeper.flatMap(StoreKeeper::connections);
    }

    @Override
    public Map<String, String> failedSchemas() {
        return keeper.map(StoreKeeper::failedSchemas).orElse(Map.of());
    }
}
