import { useId } from "react";
import { Button } from "../ui/Button";
import styles from "./Samples.module.css";
import { SAMPLES } from "./samples";
import type { Source } from "./uploadState";

export function Samples({ onChoose }: { onChoose(sample: Source): void }) {
  const id = useId();
  return (
    <section aria-labelledby={`${id}-title`}>
      <h3 id={`${id}-title`} className={styles.title}>
        Try a sample
      </h3>
      <ul className={styles.samples}>
        {SAMPLES.map((sample) => (
          <li key={sample.name} className={styles.sample}>
            <Button
              small
              look="quiet"
              className={styles.name}
              aria-describedby={`${id}-${sample.name}`}
              onClick={() => onChoose(sample)}
            >
              {sample.name}
            </Button>
            <p id={`${id}-${sample.name}`} className={styles.description}>
              {sample.description}
            </p>
          </li>
        ))}
      </ul>
    </section>
  );
}
