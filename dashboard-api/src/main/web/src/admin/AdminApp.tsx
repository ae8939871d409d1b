/** The admin pages: a chunk of their own, so that miners never load it. */
export default function AdminApp() {
  return <main><h1>Thunder Pool administration</h1></main>;
}
