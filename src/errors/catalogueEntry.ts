import type { Locale } from '../../workflows/contracts/flow';

/** HTTP status and words for people: a title, and what to do. */
export interface CatalogueEntry extends Readonly<
  Record<Locale, { readonly title: string; readonly detail: string }>
> {
  readonly status: number;
}
