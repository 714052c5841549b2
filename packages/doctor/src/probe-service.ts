/** A service that does nothing: what `mordomo doctor` examines when it is given no command. */
import '@mordomo/otel';

setInterval(() => {}, 60_000);
