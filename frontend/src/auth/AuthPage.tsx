import { HardDrive, MessagesSquare, ShieldCheck } from "lucide-react";
import { Tabs } from "radix-ui";
import { useState } from "react";
import icon from "../app/icon.svg";
import { Alert } from "../ui/Alert";
import { AuthForm } from "./AuthForm";
import styles from "./AuthPage.module.css";
import type { AuthMode } from "./account";

const POINTS = [
  {
    icon: ShieldCheck,
    title: "Every figure is traced",
    text: "Click a number in an answer to see the query and the cell it came from.",
  },
  {
    icon: HardDrive,
    title: "Runs on your machine",
    text: "Your files, the database and all queries stay where the server runs.",
  },
  {
    icon: MessagesSquare,
    title: "Files up to 1 GB",
    text: "CSV or Parquet, also untidy ones: what was repaired is reported row by row.",
  },
];

/** `expired`: the person was logged in until the server refused their token. */
export function AuthPage({ expired }: { expired: boolean }) {
  const [mode, setMode] = useState<AuthMode>("log-in");
  return (
    <main className={styles.page}>
      <header className={styles.intro}>
        <img src={icon} alt="" width={44} height={44} />
        <h1 className={styles.title}>Chat with a data file</h1>
        <p className={styles.lead}>
          Upload a CSV or Parquet file, ask questions in plain English, and get answers with charts, tables
          and the SQL behind them.
        </p>
      </header>
      <section className={styles.card} aria-label="Your account">
        {expired && <Alert look="info">Log in again to go on where you were.</Alert>}
        <Tabs.Root value={mode} onValueChange={(next) => setMode(next as AuthMode)}>
          <Tabs.List className={styles.switch} aria-label="Log in or sign up">
            <Tabs.Trigger value="log-in" className={styles.option}>
              Log in
            </Tabs.Trigger>
            <Tabs.Trigger value="sign-up" className={styles.option}>
              Sign up
            </Tabs.Trigger>
          </Tabs.List>
          {/* One panel for both, so that what is typed stays when the person switches. */}
          <Tabs.Content value={mode} className={styles.panel} tabIndex={-1}>
            <AuthForm mode={mode} />
          </Tabs.Content>
        </Tabs.Root>
      </section>
      <ul className={styles.points}>
        {POINTS.map((point) => (
          <li key={point.title} className={styles.point}>
            <point.icon aria-hidden />
            <div>
              <strong>{point.title}</strong>
              <p>{point.text}</p>
            </div>
          </li>
        ))}
      </ul>
    </main>
  );
}
