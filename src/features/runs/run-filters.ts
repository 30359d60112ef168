/** Which commands the panel asks for. Pure. */
import type { RunListParams } from "../../ipc/bindings";

export interface RunFilters {
  /** Only in the terminal's folder and below. */
  folder: boolean;
  failed: boolean;
  /** Only since Tenon was started. */
  session: boolean;
  branch: boolean;
}

export const NO_FILTERS: RunFilters = { folder: false, failed: false, session: false, branch: false };

/** What the filters stand for now; one without a value cannot be used. */
export interface Surroundings {
  folder: string | undefined;
  branch: string | undefined;
}

/** Commands that are asked for at once. */
export const PAGE = 200;

export function paramsOf(
  query: string,
  filters: RunFilters,
  around: Surroundings,
  after: string | null,
): RunListParams {
  return {
    id: null,
    query: query.trim() === "" ? null : query,
    cwd: filters.folder ? (around.folder ?? null) : null,
    near: around.folder ?? null,
    failed: filters.failed ? true : null,
    exit: null,
    since: null,
    session: filters.session ? "current" : null,
    branch: filters.branch ? (around.branch ?? null) : null,
    workspace: null,
    unique: true,
    limit: PAGE,
    after,
    early: true,
  };
}
