/** Profiles: a policy and a place for data, one for each workspace. */
import type { Frame } from "../../kernel/frame";
import { profileCommands } from "./profile-commands";

export function installProfiles(frame: Frame): void {
  frame.commands.register(profileCommands(frame));
}
