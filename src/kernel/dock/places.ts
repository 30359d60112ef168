import { createSignal } from "solid-js";
import type { Area } from "../app";
import type { StoredLayout } from "./stored-layout";

export type Place = Area | "sidebar";
/** Everywhere the focus can be. */
export type Region = Place | "top" | "status";

/** The order in which F6 walks. */
const order: Region[] = ["top", "sidebar", "center", "bottom", "right", "status"];

/** Which places are on screen, how large they are, and which one has the focus. */
export interface Places {
  /** The dock or the sidebar that had the focus last; reactive. */
  area: () => Place;
  region: () => Region;
  enter: (region: Region) => void;
  shown: (place: Place) => boolean;
  show: (place: Place, shown: boolean) => void;
  sidebarWidth: () => number;
  setSidebarWidth: (width: number) => void;
  bottomHeight: () => number;
  setBottomHeight: (height: number) => void;
  rightWidth: () => number;
  setRightWidth: (width: number) => void;
  sidebarView: () => string | null;
  setSidebarView: (view: string) => void;
  /** What a view of the sidebar keeps of itself; reactive. */
  inside: (view: string) => unknown;
  setInside: (view: string, state: unknown) => void;
  /** How a region takes the focus. */
  onFocus: (region: Region, focus: () => void) => void;
  focus: (region: Region) => void;
  next: (by: 1 | -1) => Region;
  /** Takes sizes and what is shown from a stored layout. */
  apply: (layout: StoredLayout) => void;
  stored: () => Pick<StoredLayout, "sidebar" | "bottomShown" | "bottomHeight" | "rightShown" | "rightWidth">;
}

export interface PlacesOptions {
  layout: StoredLayout;
  onChange: () => void;
  /** Whether the window has room for the right dock without anybody asking for it; reactive. */
  wide: () => boolean;
  /** Whether something stands in the right dock; its room is not drawn before. */
  hasRight: () => boolean;
}

export function createPlaces({ layout, onChange, wide, hasRight }: PlacesOptions): Places {
  const [area, setArea] = createSignal<Place>("center");
  const [region, setRegion] = createSignal<Region>("center");
  const [sidebar, setSidebar] = createSignal(layout.sidebar);
  const [bottomShown, setBottomShown] = createSignal(layout.bottomShown);
  const [bottomHeight, setBottomHeight] = createSignal(layout.bottomHeight);
  const [rightShown, setRightShown] = createSignal(layout.rightShown);
  const [rightWidth, setRightWidth] = createSignal(layout.rightWidth);
  const focusers = new Map<Region, () => void>();

  const shown = (place: Place): boolean => {
    if (place === "sidebar") return sidebar().shown;
    if (place === "bottom") return bottomShown();
    return place === "right" ? hasRight() && (rightShown() ?? wide()) : true;
  };
  return {
    area,
    region,
    enter: (entered) => {
      setRegion(entered);
      if (entered !== "top" && entered !== "status") setArea(entered);
    },
    shown,
    show: (place, show) => {
      if (shown(place) === show) return;
      if (place === "sidebar") setSidebar((now) => ({ ...now, shown: show }));
      if (place === "bottom") setBottomShown(show);
      if (place === "right") setRightShown(show);
      onChange();
    },
    sidebarWidth: () => sidebar().width,
    setSidebarWidth: (width) => {
      setSidebar((now) => ({ ...now, width: Math.min(800, Math.max(160, width)) }));
      onChange();
    },
    bottomHeight,
    setBottomHeight: (height) => {
      setBottomHeight(Math.min(2_000, Math.max(80, height)));
      onChange();
    },
    rightWidth,
    setRightWidth: (width) => {
      setRightWidth(Math.min(800, Math.max(200, width)));
      onChange();
    },
    sidebarView: () => sidebar().view,
    setSidebarView: (view) => {
      setSidebar((now) => ({ ...now, view }));
      onChange();
    },
    inside: (view) => sidebar().inside[view],
    setInside: (view, state) => {
      setSidebar((now) => ({ ...now, inside: { ...now.inside, [view]: state } }));
      onChange();
    },
    onFocus: (name, focus) => void focusers.set(name, focus),
    focus: (name) => focusers.get(name)?.(),
    next: (by) => {
      const visible = order.filter((name) => name === "top" || name === "status" || shown(name));
      const now = visible.indexOf(region());
      return visible.at((now + by) % visible.length) ?? "center";
    },
    apply: (next) => {
      setSidebar(next.sidebar);
      setBottomShown(next.bottomShown);
      setBottomHeight(next.bottomHeight);
      setRightShown(next.rightShown);
      setRightWidth(next.rightWidth);
      onChange();
    },
    stored: () => ({
      sidebar: sidebar(),
      bottomShown: bottomShown(),
      bottomHeight: bottomHeight(),
      rightShown: rightShown(),
      rightWidth: rightWidth(),
    }),
  };
}
