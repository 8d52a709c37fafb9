import { Layout } from "./Layout";
import { Loading } from "./Loading";
import type { Navigation } from "./navigation";

/** A session while it is on its way: everything else stands where it will stay. */
export function LoadingScreen({ navigation }: { navigation: Navigation }) {
  return (
    <Layout {...navigation} title="" data={<Loading label="Loading the columns …" />}>
      <Loading label="Loading the conversation …" />
    </Layout>
  );
}
