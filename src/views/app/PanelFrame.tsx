import { Component, type ReactElement, type ReactNode } from 'react';
import * as words from '#words/app.ts';
import { Button } from '../../ui/Button.tsx';
import styles from './App.module.css';

/** One panel of the screen: a landmark of its own, and a fault in it stays in it. */
export function PanelFrame(props: { readonly label: string; readonly children: ReactNode }): ReactElement {
  return (
    <section className={styles['panel']} aria-label={props.label} data-panel-frame tabIndex={-1}>
      <Fault label={props.label}>{props.children}</Fault>
    </section>
  );
}

class Fault extends Component<
  { readonly label: string; readonly children: ReactNode },
  { readonly error: Error | undefined }
> {
  override state: { readonly error: Error | undefined } = { error: undefined };

  static getDerivedStateFromError(error: unknown): { readonly error: Error } {
    return { error: error instanceof Error ? error : new Error(String(error)) };
  }

  override render(): ReactNode {
    const { error } = this.state;
    if (error === undefined) return this.props.children;
    return (
      <div className={styles['broken']} role="alert">
        <h2>{words.stoppedDrawing(this.props.label)}</h2>
        <p>{words.machineAndYourSession}</p>
        <pre>{error.message}</pre>
        <Button onPress={() => this.setState({ error: undefined })}>{words.drawItAgain}</Button>
      </div>
    );
  }
}
