import { visibleText } from "../../ui/visible-name";
import type { EgressState, SidecarStatus } from "../../ipc/bindings";

/** What the status bar says about what may leave this machine. */
export interface EgressWords {
  /** `unknown` while a sidecar has just started and has not said what holds. */
  level: EgressState | "unknown";
  title: string;
  /** Why, in sentences. */
  why: string;
}

const elsewhere = "What you start in a terminal reaches the network as always.";
const files = "It reads nothing but its own files.";
const openFiles = "Your files are open to it.";

const onPress = "Pictures of other machines in notes are fetched when you press Load.";

/**
 * "Local only" is said only while it is enforced and no server's pictures come by themselves; a sidecar that does
 * not run sends nothing.
 */
export function wordsOf(status: SidecarStatus, servers: readonly string[] = []): EgressWords {
  const words = lockWords(status);
  if (servers.length === 0) return { ...words, why: `${words.why} ${onPress}` };
  const some = servers.slice(0, 3).map(visibleText).join(", ");
  const others = servers.length > 3 ? ` and ${servers.length - 3} more` : "";
  const why = `Pictures in notes come from servers that your settings name: ${some}${others}.`;
  const title = words.level === "enforced" ? "Local and pictures" : words.title;
  return { ...words, title, why: `${why} ${words.why}` };
}

function lockWords(status: SidecarStatus): EgressWords {
  if (status.pid === null) {
    return {
      level: "enforced",
      title: "Local only",
      why: `Nothing that Tenon ships calls out by itself, and the sidecar does not run. ${elsewhere}`,
    };
  }
  const { lock } = status;
  if (lock === null) {
    const why = "The sidecar is starting and has not said yet what keeps it from the network.";
    return { level: "unknown", title: "Checking", why };
  }
  const rest = [lock.files ? files : openFiles, lock.why, elsewhere]
    .filter((part) => part !== null)
    .join(" ");
  switch (lock.level) {
    case "enforced":
      return {
        level: "enforced",
        title: "Local only",
        why: `Enforced: the sidecar has an empty network of its own. Only engines on this machine that your settings name can be reached from it. ${rest}`,
      };
    case "limited":
      return {
        level: "limited",
        title: "Limited",
        why: `The sidecar is on this machine's network, behind rules that are second best. ${rest}`,
      };
    case "byAgreement":
      return {
        level: "byAgreement",
        title: "By agreement",
        why: `Nothing that Tenon ships calls out by itself, but nothing enforces that. ${rest}`,
      };
  }
}
