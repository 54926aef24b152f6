package org.parvis.store;

final class Placeholder {}
