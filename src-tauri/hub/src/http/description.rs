//! What the hub says about its addresses, beyond what each of them says about itself: the version of
//! the protocol, the token, and the answers that any request may get.

use backstop_protocol::{
    VERSION_HEADER,
    feed::Beat,
    problem::{MEDIA_TYPE, Problem},
};
use utoipa::{
    Modify, OpenApi, ToSchema,
    openapi::{
        Content, Header, ObjectBuilder, OpenApi as Description, Ref, RefOr, Required, Response,
        ResponseBuilder, Type,
        path::{Operation, ParameterBuilder, ParameterIn, PathItem},
        security::{HttpAuthScheme, HttpBuilder, SecurityScheme},
    },
};

/// The title page of the description; the routes add themselves.
#[derive(OpenApi)]
#[openapi(
    info(
        title = "Backstop hub",
        description = "Commands up, documents down. Errors are RFC 9457 problem details with stable \
                       codes; an address that is not listed here is answered with 404. What is not \
                       HTTP at all is answered with a bare 400, a head that is too large with a bare \
                       431; a head that does not come to its end is not answered."
    ),
    components(schemas(Beat)),
    modifiers(&Tokens)
)]
pub(super) struct TitlePage;

/// How the description says that most addresses want a token.
struct Tokens;

impl Modify for Tokens {
    fn modify(&self, description: &mut Description) {
        let bearer = HttpBuilder::new().scheme(HttpAuthScheme::Bearer).build();
        let components = description.components.get_or_insert_default();
        components.add_security_scheme("token", SecurityScheme::Http(bearer));
    }
}

/// What any request may be answered with.
const ALWAYS: [(&str, &str); 5] = [
    ("405", "The address does not know this method."),
    ("408", "Nothing was heard or done for too long."),
    ("426", "Desk and hub speak different versions of the protocol."),
    ("500", "The hub failed; the request may be repeated."),
    ("503", "The hub cannot do this at the moment; the request may be repeated."),
];

/// Adds what is the same everywhere.
pub(super) fn complete(mut description: Description) -> Description {
    for path in description.paths.paths.values_mut() {
        for operation in operations(path) {
            complete_operation(operation);
        }
    }
    description
}

fn operations(path: &mut PathItem) -> impl Iterator<Item = &mut Operation> {
    let PathItem { get, put, post, delete, options, head, patch, trace, .. } = path;
    [get, put, post, delete, options, head, patch, trace].into_iter().flatten()
}

fn complete_operation(operation: &mut Operation) {
    operation.parameters.get_or_insert_default().push(
        ParameterBuilder::new()
            .name(VERSION_HEADER)
            .parameter_in(ParameterIn::Header)
            .required(Required::False)
            .description(Some("The version of the protocol that the desk speaks."))
            .schema(Some(number()))
            .build()
            .into(),
    );
    let responses = &mut operation.responses.responses;
    for (status, what) in ALWAYS {
        responses.entry(status.to_owned()).or_insert_with(|| problem(what).into());
    }
    if operation.security.is_some() {
        let what = "There is no token, or it is not valid any more.";
        responses.entry("401".to_owned()).or_insert_with(|| problem(what).into());
    }
    for (status, response) in responses {
        if let RefOr::T(response) = response {
            complete_response(status, response);
        }
    }
}

fn complete_response(status: &str, response: &mut Response) {
    let mut header = |name: &str, mut header: Header, what: &str| {
        header.description = Some(what.to_owned());
        response.headers.insert(name.to_owned(), header.into());
    };
    header(VERSION_HEADER, Header::new(number()), "The version of the protocol.");
    if status == "401" {
        header("www-authenticate", Header::default(), "`Bearer`");
    }
    if status == "429" {
        header("retry-after", Header::new(number()), "Seconds to wait.");
    }
}

fn problem(what: &str) -> Response {
    let schema = Ref::from_schema_name(Problem::name());
    ResponseBuilder::new().description(what).content(MEDIA_TYPE, Content::new(Some(schema))).build()
}

fn number() -> ObjectBuilder {
    ObjectBuilder::new().schema_type(Type::Integer).minimum(Some(1))
}
