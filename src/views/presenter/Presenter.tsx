import type { ReactElement } from 'react';

/** A story on a stage. */
export default function Presenter(): ReactElement {
  return <p>…</p>;
}
