declare module "autocannon" {
  interface Result {
    "2xx": number;
    non2xx: number;
    errors: number;
    duration: number;
    latency: { p99: number };
  }
  export default function autocannon(options: object): Promise<Result>;
}
