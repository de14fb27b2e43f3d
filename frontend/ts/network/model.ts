// What the server sends for a drawing, and the few questions the drawing asks of it.

import { fold } from "../shared/words";

export type Measure = "degree" | "betweenness" | "core";
export type Category = "field" | "region";

export interface Member {
  id: string | number;
  label: string;
  url: string;
  /** Place in the layout, each in [0, 1], y downwards. */
  x: number;
  y: number;
  field: string | null;
  region: string | null;
  country: string;
  since: number | null;
  measures: Record<Measure, number | null>;
}

export interface Tie {
  id: string | number;
  a: string | number;
  b: string | number;
  url: string;
  since: number | null;
  kind: string;
  /** Rung of the ladder, 0 (acquaintance) to 4 (results). */
  maturity: number;
}

export interface Proposal {
  a: string | number;
  b: string | number;
  score: number;
  url: string;
}

export interface NetworkData {
  nodes: Member[];
  edges: Tie[];
  proposed?: Proposal[];
  fields: Record<string, { label: string }>;
  regions: Record<string, { label: string }>;
  years: [number, number] | null;
  words?: Record<string, string>;
}

export interface Link<T> {
  a: number;
  b: number;
  tie: T;
}

export class NetworkModel {
  readonly members: Member[];
  readonly ties: Link<Tie>[];
  readonly proposals: Link<Proposal>[];
  private readonly folded: string[];
  private readonly largest: Record<Measure, number>;

  constructor(readonly data: NetworkData) {
    this.members = data.nodes;
    const index = new Map(data.nodes.map((member, i) => [String(member.id), i]));
    // A tie whose end is not among the members (filtered out on the server) is not drawn.
    const link = <T extends { a: string | number; b: string | number }>(tie: T): Link<T>[] => {
      const [a, b] = [index.get(String(tie.a)), index.get(String(tie.b))];
      return a === undefined || b === undefined ? [] : [{ a, b, tie }];
    };
    this.ties = data.edges.flatMap(link);
    this.proposals = (data.proposed ?? []).flatMap(link);
    this.folded = data.nodes.map((member) => fold(`${member.label} ${member.country}`));
    const top = (measure: Measure): number =>
      data.nodes.reduce((most, member) => Math.max(most, member.measures[measure] ?? 0), 0);
    this.largest = { degree: top("degree"), betweenness: top("betweenness"), core: top("core") };
  }

  /** Share of the largest value, 0 to 1; a missing value is drawn smallest and said to be missing on the card. */
  share(member: Member, measure: Measure): number {
    const most = this.largest[measure];
    return most > 0 ? (member.measures[measure] ?? 0) / most : 0;
  }

  /** Members whose name or country holds what was typed; names that begin with it first. */
  find(typed: string, limit: number): number[] {
    const wanted = fold(typed);
    if (!wanted) return [];
    const hits: [number, number][] = [];
    this.folded.forEach((text, i) => {
      const at = text.indexOf(wanted);
      if (at >= 0) hits.push([at === 0 ? 0 : 1, i]);
    });
    return hits
      .sort((p, q) => p[0] - q[0] || this.share(this.members[q[1]]!, "degree") - this.share(this.members[p[1]]!, "degree"))
      .slice(0, limit)
      .map(([, i]) => i);
  }
}
