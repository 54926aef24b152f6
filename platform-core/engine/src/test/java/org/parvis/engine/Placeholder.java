package org.parvis.engine;
/** Test doubles of the engine. */
final class Placeholder {}
