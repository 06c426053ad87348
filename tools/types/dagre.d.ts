/** The part of the layout library that the pictures use: its own types do not resolve from CommonJS. */
declare module '@dagrejs/dagre' {
  interface Placed {
    readonly x: number;
    readonly y: number;
  }

  export class Graph {
    setGraph(options: Readonly<Record<string, string | number>>): void;
    setDefaultEdgeLabel(label: () => object): void;
    setNode(name: string, size: { readonly width: number; readonly height: number }): void;
    setEdge(from: string, to: string): void;
    graph(): { readonly width: number; readonly height: number };
    node(name: string): Placed;
    edge(from: string, to: string): { readonly points: readonly Placed[] };
    edges(): readonly { readonly v: string; readonly w: string }[];
  }

  export function layout(graph: Graph): void;
}
