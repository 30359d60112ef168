/**
 * Where the things of a graph stand: forces that push apart, and links that pull. The same graph gets the
 * same places every time. Knows nothing of pictures.
 */
import {
  forceLink,
  forceManyBody,
  forceSimulation,
  forceX,
  forceY,
  type SimulationLinkDatum,
  type SimulationNodeDatum,
} from "d3-force";

/** A thing's place; the unit is a pixel where nothing is zoomed. */
export interface Spot extends SimulationNodeDatum {
  x: number;
  y: number;
}

export interface Layout {
  /** In the order of the things; the same objects for as long as the layout lives. */
  spots: readonly Spot[];
  /** One step. */
  tick: () => void;
  /** Whether it stands still. */
  isSettled: () => boolean;
  /** How far it is, from 0 to 1. */
  progress: () => number;
}

/** How far linked things want to be from each other. */
const LINK = 56;
/** Beyond this distance things do not push each other. */
const FARTHEST = 700;
/** From how far a group of things counts as one (Barnes–Hut); larger is quicker and no worse to look at. */
const COARSE = 1.3;
/** Steps until it stands still, of a small graph and of a large one. */
const STEPS = 240;
const STEPS_OF_MANY = 140;
const MANY = 1_000;
/** What is left of the motion when it is over. */
const REST = 0.001;

/** Numbers from 0 to 1 that look random and are the same each time: a linear congruential generator. */
function makeRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

export interface LayoutOptions {
  /** How many things; the first stays in the middle. */
  count: number;
  /** Pairs of places in the list of things. */
  links: readonly (readonly [from: number, to: number])[];
  /** Where a thing stood before, so that it is found again. */
  before?: (index: number) => { x: number; y: number } | undefined;
  seed?: number;
}

export function makeLayout({ count, links, before, seed = 1 }: LayoutOptions): Layout {
  let known = 0;
  const spots = Array.from({ length: count }, (_, index): Partial<Spot> => {
    const place = before?.(index);
    if (place) known += 1;
    return { ...place, ...(index === 0 ? { fx: 0, fy: 0 } : {}) };
  });
  const steps = count > MANY ? STEPS_OF_MANY : STEPS;
  const simulation = forceSimulation(spots as Spot[])
    .stop()
    .randomSource(makeRandom(seed))
    .alphaDecay(1 - REST ** (1 / steps))
    .alphaMin(REST)
    // What is known already needs a push and no storm.
    .alpha(known > count / 2 ? 0.3 : 1)
    .force("push", forceManyBody<Spot>().strength(-90).theta(COARSE).distanceMax(FARTHEST))
    .force(
      "pull",
      forceLink<Spot, SimulationLinkDatum<Spot>>(
        links.map(([source, target]) => ({ source, target })),
      ).distance(LINK),
    )
    .force("x", forceX<Spot>(0).strength(0.04))
    .force("y", forceY<Spot>(0).strength(0.04));
  return {
    // The simulation has given each its place.
    spots: simulation.nodes(),
    tick: () => void simulation.tick(),
    isSettled: () => simulation.alpha() < simulation.alphaMin(),
    progress: () => Math.min(1, Math.log(Math.max(simulation.alpha(), REST)) / Math.log(REST)),
  };
}
