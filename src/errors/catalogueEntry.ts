import type { Locale } from '../../workflows/contracts/flow';

/** Status of HTTP and what a person reads: a title, and what to do. */
export interface CatalogueEntry extends Readonly<
  Record<Locale, { readonly title: string; readonly detail: string }>
> {
  readonly status: number;
}
