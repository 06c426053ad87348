import { Graph, layout } from '@dagrejs/dagre';
import { roomGraph, runBy, withoutShortcuts, type RoomGraph, type RunBy } from './roomGraph';
import type { SourceFile } from './sources';
import { arrowDown, box, svgOf, text, type Point } from './svg';

/** What each room holds, in a few words. */
const purposes: Readonly<Record<string, string>> = {
  contracts: 'what all sides share',
  workflows: 'the flows, told as stories',
  config: 'environment, figures, keys',
  errors: 'coded errors, their texts',
  observability: 'log, metrics, correlation',
  identifiers: 'MSISDN, VAT number …',
  security: 'digests, tokens, passwords',
  database: 'schemas, audit',
  messaging: 'mails, texts, channels',
  records: 'the customer records',
  temporal: 'client of Temporal',
  http: 'what endpoints share',
  limits: 'who waits, and how long',
  openapi: 'the description',
  routes: 'the endpoints',
  portal: 'the pages',
  camara: 'the CAMARA API',
  api: 'the API process',
  activities: 'the effects of flows',
  workers: 'the worker process',
  simulators: 'provider, phone, operator',
  embedded: 'npm start',
  commands: 'operators’ commands',
  stand: 'the service, for trials',
  faults: 'npm run test:kill',
  bench: 'npm run bench',
  tools: 'npm run shape, draw',
};

const legend: readonly (readonly [RunBy, string])[] = [
  ['api', 'the API process'],
  ['worker', 'the worker process'],
  ['both', 'both processes'],
  ['sandbox', 'the workflow sandbox'],
  ['machine', 'operators and developers'],
];

const size = { width: 182, height: 46 };
const betweenPorts = 20;
const margin = 28;
const headHeight = 92;

/** The rooms and their imports from each other, entries on top. */
export function roomsPicture(sources: readonly SourceFile[]): string {
  const { rooms, arrows, width, height } = laidOut(sources);
  const kinds = runBy(sources);
  const boxes = [...rooms].flatMap(([room, { x, y }]) => {
    const purpose = purposes[room];
    if (purpose === undefined) throw new Error(`${room} has no words in tools/roomsPicture.ts.`);
    return [
      box(
        `box ${kinds.get(room) ?? 'machine'}`,
        x - size.width / 2,
        y - size.height / 2,
        size.width,
        size.height,
      ),
      text('name', x, y - 4, room, 'middle'),
      text('text', x, y + 14, purpose, 'middle'),
    ];
  });
  return svgOf({
    width,
    height,
    title: 'The rooms and who imports whom',
    description: descriptionOf(sources),
    elements: [...head(), ...arrows, ...boxes],
  });
}

function head(): string[] {
  const keys = legend.flatMap(([kind, words], index) => {
    const x = margin + index * 190;
    return [box(`box ${kind}`, x, 62, 22, 15, 4), text('text', x + 29, 74, words)];
  });
  return [
    text('title', margin, 32, 'Rooms: an arrow says “imports from”'),
    text(
      'text',
      margin,
      51,
      'An import that a longer way of arrows implies is left out. The colour says who runs the code:',
    ),
    ...keys,
  ];
}

function descriptionOf(sources: readonly SourceFile[]): string {
  const sentences = [...withoutShortcuts(roomGraph(sources))].map(([room, others]) =>
    others.size > 0 ? `${room} imports ${[...others].sort().join(', ')}.` : `${room} imports nothing.`,
  );
  return sentences.sort().join(' ');
}

function laidOut(sources: readonly SourceFile[]) {
  const imports = withoutShortcuts(roomGraph(sources));
  const { places, edges, width, height } = placed(imports);
  const rows = new Set([...places.values()].map(({ y }) => y));
  const ways = edges.map(({ from, to, points }) => ({
    from,
    to,
    // Of the points of an edge, those in a row of rooms; the others are between two rows.
    stops: points.slice(1, -1).filter(({ y }) => rows.has(y)),
  }));
  const at = (room: string): Point => places.get(room) ?? { x: 0, y: 0 };
  const arrows = ways.map((way) => {
    const { from, to, stops } = way;
    const leaving = ways.filter((other) => other.from === from);
    const arriving = ways.filter((other) => other.to === to);
    const start = portOf(way, leaving, ({ stops: [next], to: end }) => (next ?? at(end)).x);
    const end = portOf(way, arriving, ({ stops: passed, from: begin }) => (passed.at(-1) ?? at(begin)).x);
    return arrowDown(
      { x: at(from).x + start, y: at(from).y + size.height / 2 },
      stops,
      { x: at(to).x + end, y: at(to).y - size.height / 2 - 1 },
      size.height,
    );
  });
  return { rooms: places, arrows, width, height };
}

interface Way {
  readonly from: string;
  readonly to: string;
  readonly stops: readonly Point[];
}

/** Where along the edge of its box an arrow stands, from the middle: the arrows of a box stand in the order of where they go. */
function portOf(way: Way, ways: readonly Way[], towards: (way: Way) => number): number {
  const inOrder = ways.toSorted((one, other) => towards(one) - towards(other));
  return (inOrder.indexOf(way) - (ways.length - 1) / 2) * betweenPorts;
}

function placed(imports: RoomGraph) {
  const graph = new Graph();
  graph.setGraph({ rankdir: 'TB', nodesep: 24, ranksep: 72, edgesep: 22 });
  graph.setDefaultEdgeLabel(() => ({}));
  const names = [...imports.keys()].sort();
  for (const room of names) graph.setNode(room, { ...size });
  for (const room of names)
    for (const other of [...(imports.get(room) ?? [])].sort()) graph.setEdge(room, other);
  layout(graph);
  const { width, height } = graph.graph();
  const shifted = ({ x, y }: Point): Point => ({ x: x + margin, y: y + headHeight });
  return {
    places: new Map(names.map((room) => [room, shifted(graph.node(room))])),
    edges: graph
      .edges()
      .map(({ v, w }) => ({ from: v, to: w, points: graph.edge(v, w).points.map(shifted) })),
    width: Math.ceil(width) + 2 * margin,
    height: Math.ceil(height) + headHeight + margin,
  };
}
