/** Small files to try the app with; they take the same way as any other. */
import salesUrl from "../../../samples/sales.csv?url";
import sensorsUrl from "../../../samples/sensors.parquet?url";
import surveyUrl from "../../../samples/survey.csv?url";
import type { Source } from "./uploadState";

export interface Sample extends Source {
  name: string;
  description: string;
}

function sample(name: string, filename: string, url: string, description: string): Sample {
  const open = async (signal: AbortSignal) => {
    const response = await fetch(url, { signal }).catch((error: unknown) => {
      signal.throwIfAborted();
      throw new Error("The sample can't be loaded. Check your connection and try again.", { cause: error });
    });
    if (!response.ok) throw new Error(`The sample can't be loaded (${response.status}).`);
    return new File([await response.blob()], filename);
  };
  return { name, filename, description, open };
}

export const SAMPLES: readonly Sample[] = [
  sample("Sales", "sales.csv", salesUrl, "2,000 orders: regions, products, revenue"),
  sample("Survey", "survey.csv", surveyUrl, "300 answers in German, with the flaws of a real export"),
  sample("Sensors", "sensors.parquet", sensorsUrl, "5,004 hourly readings of weather stations"),
];
