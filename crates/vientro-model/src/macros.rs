//! The three shapes the facts are written in: identifiers, coded enums and records.
//!
//! They keep one habit in one place: private fields, checked doors, serde through the same doors, and setters by
//! value.

/// A value with rules that hold between its fields. Constructors and deserialisation both ask it.
pub(crate) trait Checked {
    /// Refuses a value that breaks a rule.
    fn check(&self) -> Result<(), crate::ModelError> {
        Ok(())
    }

    /// Makes a value of fields drawn one by one keep the rules between them, changing as little as it can.
    #[cfg(feature = "proptest")]
    #[must_use]
    fn mend(self) -> Self
    where
        Self: Sized,
    {
        self
    }
}

/// A blank text says nothing: it is none.
pub(crate) fn filled(text: impl Into<String>) -> Option<String> {
    let text: String = text.into();
    (!text.trim().is_empty()).then_some(text)
}

/// Is a field at its default, so that JSON leaves it out?
#[cfg(feature = "serde")]
pub(crate) fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}

/// Reads a code where it stands, without a copy of it.
#[cfg(feature = "serde")]
pub(crate) fn read_code<'de, D, T>(deserializer: D) -> Result<T, D::Error>
where
    D: serde::Deserializer<'de>,
    T: std::str::FromStr<Err = crate::ModelError>,
{
    struct Code<T>(std::marker::PhantomData<T>);

    impl<T: std::str::FromStr<Err = crate::ModelError>> serde::de::Visitor<'_> for Code<T> {
        type Value = T;

        fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            f.write_str("a code")
        }

        fn visit_str<E: serde::de::Error>(self, code: &str) -> Result<T, E> {
            code.parse().map_err(E::custom)
        }
    }

    deserializer.deserialize_str(Code(std::marker::PhantomData))
}

/// Identifiers: texts of one line that are never mixed up with each other.
macro_rules! identifiers {
    ($($(#[$meta:meta])* $name:ident $what:literal;)+) => {$(
        $(#[$meta])*
        ///
        /// It is 1 to 200 characters long, none of them a control character.
        #[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[cfg_attr(feature = "serde", derive(serde::Deserialize))]
        #[cfg_attr(feature = "serde", serde(try_from = "String"))]
        #[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
        #[cfg_attr(
            feature = "schema",
            schemars(extend(
                "minLength" = 1,
                "maxLength" = 200,
                "pattern" = r"^[^\u0000-\u001F\u007F-\u009F]*$"
            ))
        )]
        pub struct $name(String);

        #[cfg(feature = "proptest")]
        crate::strategies::sampled!($name, crate::strategies::id().prop_map(Self));

        impl $name {
            /// Takes a text as an identifier.
            ///
            /// # Errors
            ///
            /// [`ModelError::Id`](crate::ModelError::Id) for an empty text, one over 200 characters, or one with a
            /// control character.
            pub fn try_new(id: impl Into<String>) -> Result<Self, crate::ModelError> {
                let id: String = id.into();
                // as many bytes are at most as many characters
                let is_short = id.len() <= 200 || id.chars().nth(200).is_none();
                if is_short && !id.is_empty() && !id.chars().any(char::is_control) {
                    Ok(Self(id))
                } else {
                    Err(crate::ModelError::Id { kind: $what, found: id.chars().take(40).collect() })
                }
            }

            /// The identifier as text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(&self.0)
            }
        }

        #[cfg(feature = "serde")]
        impl serde::Serialize for $name {
            /// The text as it stands, without a copy of it.
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(&self.0)
            }
        }

        impl std::str::FromStr for $name {
            type Err = crate::ModelError;

            fn from_str(id: &str) -> Result<Self, Self::Err> {
                Self::try_new(id)
            }
        }

        impl TryFrom<String> for $name {
            type Error = crate::ModelError;

            fn try_from(id: String) -> Result<Self, Self::Error> {
                Self::try_new(id)
            }
        }

        impl From<$name> for String {
            fn from(id: $name) -> Self {
                id.0
            }
        }
    )+};
}

/// Enums with a stable code and a name in both languages. The first code is written, the others are read too.
macro_rules! coded {
    (
        $(#[$meta:meta])*
        $name:ident $what:literal {
            $( $(#[$variant_meta:meta])* $variant:ident = $code:literal $(| $alias:literal)*, $vi:literal, $en:literal; )+
        }
    ) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[cfg_attr(feature = "serde", derive(serde::Serialize))]
        #[cfg_attr(feature = "serde", serde(try_from = "String", into = "&'static str"))]
        #[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
        #[cfg_attr(feature = "schema", schemars(extend("enum" = [$($code $(, $alias)*),+])))]
        pub enum $name {
            $( $(#[$variant_meta])* $variant, )+
        }

        #[cfg(feature = "proptest")]
        crate::strategies::sampled!($name, proptest::sample::select(Self::ALL));

        impl $name {
            /// All of them, in the order of their names.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The stable code, lower case words joined by hyphens.
            pub const fn as_str(self) -> &'static str {
                match self {
                    $( Self::$variant => $code, )+
                }
            }

            /// The name in `language`.
            pub const fn text(self, language: vientro_core::Language) -> &'static str {
                match (self, language) {
                    $(
                        (Self::$variant, vientro_core::Language::Vi) => $vi,
                        (Self::$variant, vientro_core::Language::En) => $en,
                    )+
                }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl std::str::FromStr for $name {
            type Err = crate::ModelError;

            /// Reads the code.
            ///
            /// # Errors
            ///
            /// [`ModelError::Code`](crate::ModelError::Code) lists the codes there are.
            fn from_str(code: &str) -> Result<Self, Self::Err> {
                match code {
                    $( $code $(| $alias)* => Ok(Self::$variant), )+
                    _ => Err(crate::ModelError::Code {
                        what: $what,
                        found: code.chars().take(40).collect(),
                        expected: concat!($("`", $code, "` "),+).trim_end(),
                    }),
                }
            }
        }

        impl TryFrom<String> for $name {
            type Error = crate::ModelError;

            fn try_from(code: String) -> Result<Self, Self::Error> {
                code.parse()
            }
        }

        impl From<$name> for &'static str {
            fn from(value: $name) -> Self {
                value.as_str()
            }
        }

        #[cfg(feature = "serde")]
        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                crate::macros::read_code(deserializer)
            }
        }
    };
}

/// A record of facts: what it needs, then what may be unknown.
///
/// * `need`: given to the constructor; the accessors are written by hand.
/// * `kept`: begins at its default and is changed by the record's own methods; left out of JSON while at its default.
/// * `text`: `Option<String>`, read as `Option<&str>`; a blank text is none.
/// * `copy`: `Option` of a small value, read by value.
/// * `maybe`: `Option`, read by reference.
/// * `list`: `Vec`, read as a slice; the setter appends.
///
/// Deserialisation takes the fields apart and asks [`Checked`].
macro_rules! record {
    (
        $(#[$meta:meta])*
        $name:ident
        need { $( $need:ident: $need_type:ty, )* }
        $( kept { $( $kept:ident: $kept_type:ty, )* } )?
        text { $( $(#[$text_meta:meta])* $text:ident $with_text:ident, )* }
        copy { $( $(#[$copy_meta:meta])* $copy:ident $with_copy:ident: $copy_type:ty, )* }
        maybe { $( $(#[$maybe_meta:meta])* $maybe:ident $with_maybe:ident: $maybe_type:ty, )* }
        list { $( $(#[$list_meta:meta])* $list:ident $with_list:ident: $list_type:ty, )* }
    ) => {
        $(#[$meta])*
        #[derive(Clone, Debug, PartialEq, Eq)]
        #[cfg_attr(feature = "serde", derive(serde::Serialize))]
        #[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
        #[cfg_attr(feature = "schema", schemars(deny_unknown_fields))]
        pub struct $name {
            $( $need: $need_type, )*
            $($(
                #[cfg_attr(feature = "serde", serde(skip_serializing_if = "crate::macros::is_default"))]
                #[cfg_attr(feature = "schema", schemars(default))]
                $kept: $kept_type,
            )*)?
            $(
                $(#[$text_meta])*
                #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
                $text: Option<String>,
            )*
            $(
                $(#[$copy_meta])*
                #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
                $copy: Option<$copy_type>,
            )*
            $(
                $(#[$maybe_meta])*
                #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
                $maybe: Option<$maybe_type>,
            )*
            $(
                $(#[$list_meta])*
                #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Vec::is_empty"))]
                #[cfg_attr(feature = "schema", schemars(default))]
                $list: Vec<$list_type>,
            )*
        }

        impl $name {
            /// The record with nothing but what it needs.
            fn bare($( $need: $need_type, )*) -> Self {
                Self {
                    $( $need, )*
                    $($( $kept: Default::default(), )*)?
                    $( $text: None, )*
                    $( $copy: None, )*
                    $( $maybe: None, )*
                    $( $list: Vec::new(), )*
                }
            }

            $(
                #[doc = concat!("Sets [`Self::", stringify!($text), "`]; a blank text is none.")]
                #[must_use]
                pub fn $with_text(mut self, $text: impl Into<String>) -> Self {
                    self.$text = crate::macros::filled($text);
                    self
                }
            )*
            $(
                #[doc = concat!("Sets [`Self::", stringify!($copy), "`].")]
                #[must_use]
                pub fn $with_copy(mut self, $copy: $copy_type) -> Self {
                    self.$copy = Some($copy);
                    self
                }
            )*
            $(
                #[doc = concat!("Sets [`Self::", stringify!($maybe), "`].")]
                #[must_use]
                pub fn $with_maybe(mut self, $maybe: $maybe_type) -> Self {
                    self.$maybe = Some($maybe);
                    self
                }
            )*
            $(
                #[doc = concat!("Appends to [`Self::", stringify!($list), "`].")]
                #[must_use]
                pub fn $with_list(mut self, $list: impl IntoIterator<Item = $list_type>) -> Self {
                    self.$list.extend($list);
                    self
                }
            )*

            $(
                $(#[$text_meta])*
                pub fn $text(&self) -> Option<&str> {
                    self.$text.as_deref()
                }
            )*
            $(
                $(#[$copy_meta])*
                pub const fn $copy(&self) -> Option<$copy_type> {
                    self.$copy
                }
            )*
            $(
                $(#[$maybe_meta])*
                pub const fn $maybe(&self) -> Option<&$maybe_type> {
                    self.$maybe.as_ref()
                }
            )*
            $(
                $(#[$list_meta])*
                pub fn $list(&self) -> &[$list_type] {
                    &self.$list
                }
            )*
        }

        #[cfg(feature = "proptest")]
        crate::strategies::sampled!(
            $name,
            (
                (crate::strategies::NOTHING, $( crate::strategies::draw::<$need_type>(), )*),
                (crate::strategies::NOTHING, $($( crate::strategies::draw::<$kept_type>(), )*)?),
                (crate::strategies::NOTHING, $( crate::strategies::text_of(stringify!($text)), )*),
                (crate::strategies::NOTHING, $( crate::strategies::draw::<Option<$copy_type>>(), )*),
                (crate::strategies::NOTHING, $( crate::strategies::draw::<Option<$maybe_type>>(), )*),
                (crate::strategies::NOTHING, $( crate::strategies::draw::<Vec<$list_type>>(), )*),
            )
                .prop_map(
                    |(
                        ((), $( $need, )*),
                        ((), $($( $kept, )*)?),
                        ((), $( $text, )*),
                        ((), $( $copy, )*),
                        ((), $( $maybe, )*),
                        ((), $( $list, )*),
                    )| {
                        let drawn = Self {
                            $( $need, )*
                            $($( $kept, )*)?
                            $( $text, )*
                            $( $copy, )*
                            $( $maybe, )*
                            $( $list, )*
                        };
                        crate::macros::Checked::mend(drawn)
                    },
                )
                .prop_filter("the rules of the record", |it| crate::macros::Checked::check(it).is_ok())
        );

        #[cfg(feature = "serde")]
        const _: () = {
            #[derive(serde::Deserialize)]
            #[serde(deny_unknown_fields)]
            struct Parts {
                $( $need: $need_type, )*
                $($( #[serde(default)] $kept: $kept_type, )*)?
                $( #[serde(default)] $text: Option<String>, )*
                $( #[serde(default)] $copy: Option<$copy_type>, )*
                $( #[serde(default)] $maybe: Option<$maybe_type>, )*
                $( #[serde(default)] $list: Vec<$list_type>, )*
            }

            impl<'de> serde::Deserialize<'de> for $name {
                fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                    let parts = Parts::deserialize(deserializer)?;
                    let record = Self {
                        $( $need: parts.$need, )*
                        $($( $kept: parts.$kept, )*)?
                        $( $text: parts.$text.and_then(crate::macros::filled), )*
                        $( $copy: parts.$copy, )*
                        $( $maybe: parts.$maybe, )*
                        $( $list: parts.$list, )*
                    };
                    crate::macros::Checked::check(&record).map_err(serde::de::Error::custom)?;
                    Ok(record)
                }
            }
        };
    };
}
