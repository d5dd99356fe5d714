//! Sockets that terraform connects to.

use std::sync::Arc;

use camino::Utf8PathBuf;
use hyper::body::Incoming;
use hyper::server::conn::http2;
use hyper::service::service_fn;
use hyper::{Request, Response};
use hyper_util::rt::{TokioExecutor, TokioIo};
use tokio::net::{UnixListener, UnixStream};
use tokio::task::JoinHandle;

use crate::grpc::Body;

/// What terraform talks to over one connection: one instance of a provider, as it sees it.
pub(crate) trait Instance: Send + Sync + 'static {
    /// Answers a call.
    fn answer(
        &self,
        request: Request<Incoming>,
    ) -> impl Future<Output = Result<Response<Body>, hyper::Error>> + Send;
}

/// An open socket. Terraform may connect as often as it likes: it does so for each configuration of the
/// provider. Dropping this closes it.
#[derive(Debug)]
pub(crate) struct Listening {
    pub(crate) socket: Utf8PathBuf,
    task: JoinHandle<()>,
}

impl Drop for Listening {
    fn drop(&mut self) {
        self.task.abort();
        // The folder that it is in is about to go, too.
        let _ = std::fs::remove_file(&self.socket);
    }
}

/// Starts to listen, with an instance for each connection. To be called within the runtime.
pub(crate) fn listen<I: Instance>(
    socket: Utf8PathBuf,
    instance: impl Fn() -> I + Send + 'static,
) -> std::io::Result<Listening> {
    let listener = UnixListener::bind(&socket)?;
    let task = tokio::spawn(async move {
        let mut connections = tokio::task::JoinSet::new();
        while let Ok((stream, _)) = listener.accept().await {
            connections.spawn(serve(Arc::new(instance()), stream));
        }
    });
    Ok(Listening { socket, task })
}

async fn serve<I: Instance>(instance: Arc<I>, stream: UnixStream) {
    let service = service_fn(move |request| {
        let instance = Arc::clone(&instance);
        async move { instance.answer(request).await }
    });
    let stream = TokioIo::new(stream);
    // Terraform goes without a goodbye.
    let _ = http2::Builder::new(TokioExecutor::new())
        .serve_connection(stream, service)
        .await;
}
